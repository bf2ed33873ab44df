// The waveform, from the server's peaks; what has been played is drawn in the accent.
import { svg } from "../basic/element";
import type { Spectrogram } from "./music_data";
import type { TimeAxis } from "./time_axis";

const FULL_SCALE = 127;

/** What plays, and says where it is. */
export interface Played {
  readonly axis: TimeAxis;
  readonly now: number;
  listen(listener: () => void): void;
}

export function drawWaveform(
  place: HTMLElement,
  peaks: Spectrogram["peaks"],
  player: Played,
): void {
  const outline = peaksToPath(peaks);
  const waves = ["outline", "outline outline-played"].map((name) =>
    svg(
      "svg",
      { class: name, preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("path", { d: outline }),
    ),
  );
  place.append(...waves);
  const { axis } = player;
  const played = waves[1];
  axis.follow(() => {
    const [left, width] = [axis.start * peaks.per_second, axis.spanS * peaks.per_second];
    for (const wave of waves) wave.setAttribute("viewBox", `${left} -130 ${width} 260`);
  });
  const showPlayed = () => {
    const rest = 100 * (1 - Math.min(1, Math.max(0, axis.timeToShare(player.now))));
    if (played) played.style.clipPath = `inset(0 ${rest}% 0 0)`;
  };
  player.listen(showPlayed);
  axis.follow(showPlayed);
}

/** The outline as a path: a unit to the right for each peak, loudest at the drawn full scale. */
function peaksToPath({ min, max }: Spectrogram["peaks"]): string {
  const loudest = Math.max(1, ...max, ...min.map((low) => -low));
  const scale = FULL_SCALE / loudest;
  const above = max.map((high, x) => `${x} ${Math.round(-high * scale - 1)}`);
  const below = min.map((low, x) => `${x} ${Math.round(-low * scale + 1)}`).reverse();
  return `M${above.join("L")}L${below.join("L")}Z`;
}
