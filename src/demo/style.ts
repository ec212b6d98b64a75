/** How text stands out on a terminal. */
export interface Style {
  bold: (text: string) => string;
  dim: (text: string) => string;
}

/** Text that stands out only where `isColoured`. */
export function createStyle(isColoured: boolean): Style {
  const style = (begin: number, end: number) => (text: string) =>
    isColoured && text !== '' ? `\u001b[${begin}m${text}\u001b[${end}m` : text;
  return { bold: style(1, 22), dim: style(2, 22) };
}
