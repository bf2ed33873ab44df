// Numbers as people of the page's language read them.
import { language, text } from "./text";

const percents = new Intl.NumberFormat(language, { style: "percent" });

/** 0.543 → `54 %` */
export function percent(share: number): string {
  return percents.format(share);
}

/** 75.4 → `1:15` */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds + 1e-6);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** 75.4 → `1 minute 15 seconds`, for ears. */
export function spokenTime(seconds: number): string {
  const whole = Math.floor(seconds + 1e-6);
  if (whole < 60) return text("spoken_seconds", { seconds: whole });
  return text("spoken_minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}
