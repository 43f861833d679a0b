type Way = (from: HTMLTableCellElement) => Element | null | undefined;

const ways: ReadonlyMap<string, Way> = new Map<string, Way>([
  ["ArrowLeft", (from) => from.previousElementSibling],
  ["ArrowRight", (from) => from.nextElementSibling],
  ["ArrowUp", (from) => from.parentElement?.previousElementSibling?.children[from.cellIndex]],
  ["ArrowDown", (from) => from.parentElement?.nextElementSibling?.children[from.cellIndex]],
  ["Home", (from) => from.parentElement?.children[1]],
  ["End", (from) => from.parentElement?.lastElementChild],
]);

/** Whether a key moves the focus. */
export function isMove(key: string): boolean {
  return ways.has(key);
}

/** Moves the focus from a cell to the one that a key leads to, if it leads to one. */
export function moveFocus(from: HTMLTableCellElement, key: string): void {
  const to = ways.get(key)?.(from);
  if (!(to instanceof HTMLTableCellElement) || to.tagName !== "TD") return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
