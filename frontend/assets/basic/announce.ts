// Short words at the edge of the page, also read aloud.

const STAYS_MS = 6000;

const toast = document.querySelector<HTMLElement>(".toast");
let timer = 0;

export function showToast(words: string): void {
  if (!toast) return;
  toast.textContent = words;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    toast.textContent = "";
  }, STAYS_MS);
}
