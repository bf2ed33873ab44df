// How two songs go together, in words: `8A → 9A, one step up · 124 → 126 BPM (−1.6%)`.

import { language, text } from "../basic/text";
import type { KeyStep, Sound, Transition } from "./transition";

const tempo = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const change = new Intl.NumberFormat(language, {
  style: "percent",
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});

const STEPS: Record<KeyStep, string> = {
  same: text("key_same"),
  up: text("key_up"),
  down: text("key_down"),
  relative: text("key_relative"),
  far: text("key_far"),
  unknown: text("key_unknown"),
};

export function transitionToWords(first: Sound, second: Sound, between: Transition): string {
  const words = [STEPS[between.key]];
  if (first.camelot && second.camelot) {
    words[0] = `${first.camelot} → ${second.camelot}, ${words[0]}`;
  }
  if (first.bpm && second.bpm && between.faster !== null) {
    const tempi = { first: tempo.format(first.bpm), second: tempo.format(second.bpm) };
    const octave = { 0.5: " ÷ 2", 1: "", 2: " × 2" }[between.octave];
    const percent = change.format(between.faster).replace("-", "−");
    words.push(text("tempo_change", { ...tempi, octave, percent }));
  }
  return words.join(" · ");
}
