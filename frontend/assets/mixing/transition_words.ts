// How two songs go together, in words: `8A → 9A, one step up · 124 → 126 BPM (−1.6%)`.

import { language, text } from "../basic/text";
import type { Sound, Transition } from "./transition";

const tempo = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const change = new Intl.NumberFormat(language, {
  style: "percent",
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});

export function transitionToWords(first: Sound, second: Sound, between: Transition): string {
  const words = [text(`key_${between.key}`)];
  if (first.camelot && second.camelot) {
    words[0] = `${first.camelot} → ${second.camelot}, ${words[0]}`;
  }
  if (first.bpm && second.bpm && between.faster !== null) {
    const tempi = { first: tempo.format(first.bpm), second: tempo.format(second.bpm) };
    const octave = { 0.5: " ÷ 2", 1: "", 2: " × 2" }[between.octave];
    const percent = change.format(between.faster);
    words.push(text("tempo_change", { ...tempi, octave, percent }));
  }
  return words.join(" · ");
}
