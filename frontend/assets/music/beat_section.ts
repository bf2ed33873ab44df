// Beats that play: alone, or over the song at its tempo and from its first beat.
import { part } from "../basic/element";
import { text } from "../basic/text";
import type { ResultBody } from "../results/result_data";
import { keepsStep, LoopedBeat } from "./looped_beat";
import { soundAlone } from "./one_sound";
import type { Player } from "./player";
import type { SongBeats } from "./song_grid";

const LONGEST_S = 1200; // decoded, twenty minutes take half a gigabyte

/** Give life to the section that the template drew; `player` is null without a song. */
export function showBeat(results: HTMLElement, player: Player | null, body: ResultBody): void {
  const section = results.querySelector<HTMLElement>(".beat");
  const first = section?.querySelector<HTMLButtonElement>("[data-beat]");
  if (!section || !first) return;
  const looped = new LoopedBeat();
  const over = part<HTMLInputElement>(section, "[data-beat-over]");
  const counts = part<HTMLInputElement>(section, "[data-count-in]");
  const volume = part<HTMLInputElement>(section, "[data-beat-volume]");
  const hint = part(section, "[data-beat-hint]");
  const apart = part(section, "[data-beat-apart]");
  const song = bodyToSongBeats(body);
  const status = part(section, "[data-beat-status]");
  const showOver = () => {
    const keeps = keepsStep(looped.button ?? first); // without one that plays, what would start
    if (over.checked && !keeps) {
      over.checked = false;
      looped.stopFollowing();
    }
    over.disabled = !player?.canPlay || song === null || !keeps;
    counts.disabled = over.disabled;
    hint.hidden = !keeps;
    apart.hidden = keeps;
  };
  volume.addEventListener("input", () => looped.setVolume(Number(volume.value) / 100));
  looped.setVolume(Number(volume.value) / 100);
  counts.addEventListener("change", () => looped.countIn(counts.checked));
  showButtons(section, looped, player, over);
  over.addEventListener("change", async () => {
    if (!over.checked || !player || !song) return looped.stopFollowing();
    status.textContent = text("beat_preparing");
    const problem = await follow(looped, player, song);
    status.textContent = problem;
    if (problem) over.checked = false;
    if (!over.checked) return looped.stopFollowing();
    await looped.start(looped.button ?? first);
    if (over.checked && looped.isOn) player.play();
  });
  looped.listen(showOver);
  player?.listen(() => {
    if (section.isConnected) showOver();
    else looped.close();
  });
  showOver();
}

/** Let the beat follow the song; what to say where it cannot. */
async function follow(looped: LoopedBeat, player: Player, song: SongBeats): Promise<string> {
  if (player.axis.durationS > LONGEST_S) return text("beat_song_too_long");
  try {
    await looped.follow(player, song);
    return "";
  } catch {
    return text("beat_song_unreadable");
  }
}

function showButtons(
  section: HTMLElement,
  looped: LoopedBeat,
  player: Player | null,
  over: HTMLInputElement,
): void {
  const buttons = [...section.querySelectorAll<HTMLButtonElement>("[data-beat]")];
  const status = part(section, "[data-beat-status]");
  const alone = {
    pause: () => {
      if (!looped.isFollowing) looped.stop();
    },
  };
  const press = async (button: HTMLButtonElement) => {
    const stops = looped.button === button;
    if (stops) looped.stop();
    if (stops || !over.checked) player?.pause();
    if (stops) return;
    if (!over.checked) soundAlone(alone);
    await looped.start(button);
    if (over.checked && looped.button === button) player?.play();
  };
  for (const button of buttons) button.addEventListener("click", () => void press(button));
  looped.listen((failed) => {
    status.textContent = failed ? text("beat_unplayable") : "";
    for (const button of buttons) {
      const isOn = looped.button === button;
      const title = button.dataset.title ?? "";
      button.classList.toggle("is-on", isOn);
      button.setAttribute("aria-pressed", String(isOn));
      const label = isOn ? text("stop_beat", { title }) : text("play_beat", { title });
      button.setAttribute("aria-label", label);
    }
  });
}

interface RhythmBody {
  beat_times_s?: number[];
  downbeat_times_s?: number[];
}

/** Times of the song's beats; null where too few were heard to follow. */
function bodyToSongBeats({ beat }: ResultBody): SongBeats | null {
  const rhythm = beat?.rhythm as RhythmBody | null | undefined;
  const tempo = beat?.tempo as { bpm?: number } | null | undefined;
  const times = rhythm?.beat_times_s ?? [];
  const firstBar = Math.max(0, times.indexOf(rhythm?.downbeat_times_s?.[0] ?? 0));
  return times.length > 1 && tempo?.bpm ? { times, bpm: tempo.bpm, firstBar } : null;
}
