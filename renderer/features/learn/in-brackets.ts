/** A number as a factor, or as a term behind a sign: a negative one stands in brackets. */
export const inBrackets = (text: string): string => (text.startsWith('-') ? `(${text})` : text);
