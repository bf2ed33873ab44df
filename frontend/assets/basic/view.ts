// The view goes where the answer will be, and stays where a person scrolled it.

const SCROLLING_KEYS = new Set([
  "ArrowUp",
  "ArrowDown",
  "PageUp",
  "PageDown",
  "Home",
  "End",
  "Tab",
  " ",
]);

let moved = 0; // how often a person moved the view or the focus by hand
for (const kind of ["wheel", "touchmove"]) {
  window.addEventListener(kind, () => moved++, { passive: true });
}
window.addEventListener("pointerdown", (event) => {
  if (event.clientX >= document.documentElement.clientWidth) moved++; // the scrollbar
});
window.addEventListener("keydown", (event) => {
  const isPressed = event.key === " " && event.target instanceof HTMLButtonElement;
  if (SCROLLING_KEYS.has(event.key) && !isPressed) moved++;
});

/**
 * Show a place at the window's top, now that somebody asked for what comes there, and make the
 * introduction small. Gives a function that shows it again, unless a person has scrolled since.
 */
export function moveTo(place: HTMLElement): () => void {
  const before = moved;
  const show = () => {
    if (moved === before) place.scrollIntoView({ block: "start", behavior: "instant" });
  };
  show();
  // A frame later it is out of sight, so that nobody sees it shrink.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      document.body.classList.add("has-answer");
      show();
    }),
  );
  return show;
}
