/**
 * Places for labels of `height` that want to be centred at `wanted`, none over another, all within [top, bottom].
 * Those that touch become a block, which stands where its members' wishes are on average. Same order as given.
 */
export function spread(wanted: readonly number[], height: number, top: number, bottom: number): number[] {
  interface Block {
    readonly members: number[];
    sum: number;
    start: number;
  }
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const blocks: Block[] = [];
  const settle = (block: Block): void => {
    const size = block.members.length * height;
    const ideal = block.sum / block.members.length - size / 2;
    block.start = Math.max(top, Math.min(bottom - size, ideal));
  };
  for (const index of order) {
    let block: Block = { members: [index], sum: wanted[index]!, start: 0 };
    settle(block);
    for (let above = blocks.at(-1); above !== undefined; above = blocks.at(-1)) {
      if (above.start + above.members.length * height <= block.start) break;
      blocks.pop();
      block = { members: [...above.members, ...block.members], sum: above.sum + block.sum, start: 0 };
      settle(block);
    }
    blocks.push(block);
  }
  const places = new Array<number>(wanted.length).fill(0);
  for (const block of blocks) {
    block.members.forEach((index, k) => (places[index] = block.start + (k + 0.5) * height));
  }
  return places;
}
