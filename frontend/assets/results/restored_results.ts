// Results that a link or the history kept: asked of the server anew, drawn where others are.

import { showToast } from "../basic/announce";
import { problemToHtml } from "../basic/problem";
import { root } from "../basic/root";
import { language } from "../basic/text";
import { moveTo } from "../basic/view";
import { dataToKept, hashToJson } from "./link";
import type { ResultData } from "./result_data";
import { showResults } from "./results_view";

/** Show what the address holds, if it holds a result. */
export async function restoreFromAddress(): Promise<void> {
  const kept = await hashToJson(location.hash);
  const results = document.getElementById("compare-results");
  if (kept === null || !results) return;
  results.classList.add("is-reserved");
  showResults(results, await jsonToHtml(kept), null);
  moveTo(results.closest<HTMLElement>(".place") ?? results);
  const head = results.querySelector<HTMLElement>(".facts, [role=alert]");
  head?.focus({ preventScroll: true });
  if (!head) showToast(results.textContent?.trim() ?? "");
}

/** Draw a result anew whose data have changed. */
export function keptToHtml(data: ResultData, query: string): Promise<string> {
  return jsonToHtml(JSON.stringify(dataToKept(data)), query);
}

/** Draw a result that is kept; `query` may say that it was only corrected. */
async function jsonToHtml(kept: string, query = ""): Promise<string> {
  try {
    const response = await fetch(`${root}/results?lang=${language}${query}`, {
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
