/** A moment in a name, readable and sortable: `20261124-142233`, local time. */
export function localStamp(moment: number): string {
  const date = new Date(moment);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
