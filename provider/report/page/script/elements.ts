/** An element's child; what is undefined is left out. */
export type Child = Node | string | undefined;

/** Finds the element of an id, which the page always has. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`bug in kubefed: the page has no "${id}"`);
  return element;
}

/** Makes an element. Children that are texts stay texts, so that nothing in a plan can become code. */
export function make(
  tag: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined));
  return element;
}
