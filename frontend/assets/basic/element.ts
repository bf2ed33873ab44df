// Elements of HTML and SVG in one line each.

const SVG = "http://www.w3.org/2000/svg";
type Attributes = Record<string, string | number>;

/** An element of HTML with attributes and what it holds. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** A button that looks like a link. */
export function plainButton(words: string, onClick: () => void): HTMLButtonElement {
  const button = html("button", { type: "button", class: "plain" }, words);
  button.addEventListener("click", onClick);
  return button;
}

/** An element of SVG with attributes and what it holds. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Node[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** The one element that the template has for this. Throws where it has none. */
export function part<Kind extends Element = HTMLElement>(place: Element, selector: string): Kind {
  const found = place.querySelector<Kind>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}
