// The page of `genre review --page`: what a key does is what stands on the page with that key.

const audio = document.querySelector("audio");
const silent = document.querySelector<HTMLElement>("[data-silent]");

if (audio && silent) {
  const sayThatItIsSilent = () => {
    silent.hidden = false;
  };
  audio.addEventListener("error", sayThatItIsSilent);
  if (audio.error) sayThatItIsSilent();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isOwnKey(event)) return;
  if (event.key === " " && audio) void (audio.paused ? audio.play() : audio.pause());
  else if (!press(event.key === "Enter" ? "a" : event.key)) return;
  event.preventDefault();
});

/** Whether the element that has the focus does something of its own with a key. */
function isOwnKey({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches("input, audio")) return true;
  return target.matches("a, button") && (key === "Enter" || key === " ");
}

/** Do what stands on the page with a key; whether there is such a thing. */
function press(key: string): boolean {
  const place = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (place instanceof HTMLInputElement) place.focus();
  else place?.click();
  return place !== null;
}
