// Results that a link or the history kept: asked of the server anew, drawn where others are.

import { showToast } from "../basic/announce";
import { problemToHtml } from "../basic/problem";
import { root } from "../basic/root";
import { language } from "../basic/text";
import { moveTo } from "../basic/view";
import { hashToJson } from "./link";
import { showResults } from "./results_view";

/** Show what the address holds, if it holds a result. */
export async function restoreFromAddress(): Promise<void> {
  const kept = await hashToJson(location.hash);
  const results = document.getElementById("compare-results");
  if (kept === null || !results) return;
  results.classList.add("is-reserved");
  showResults(results, await keptToHtml(kept), null);
  moveTo(results.closest<HTMLElement>(".place") ?? results);
  const head = results.querySelector<HTMLElement>(".facts, [role=alert]");
  head?.focus({ preventScroll: true });
  if (!head) showToast(results.textContent?.trim() ?? "");
}

async function keptToHtml(kept: string): Promise<string> {
  try {
    const response = await fetch(`${root}/results?lang=${language}`, {
      method: "POST",
      body: kept,
      headers: { "Content-Type": "application/json", "X-Fragment": "results" },
    });
    if (response.headers.get("Content-Type")?.startsWith("text/html")) return response.text();
  } catch {
    // the same as an answer that is no page
  }
  return problemToHtml("unreachable");
}
