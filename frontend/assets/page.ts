// The page's entry. What is not needed at once is loaded when it is: the queue, the microphone, the
// music, the history. Results are drawn by the server; without this script the forms post.

import { enhanceThemes } from "./basic/theme";
import { acceptGivenFiles, enhanceFolder } from "./form/given_files";
import { enhanceUpload, type UploadForm } from "./form/upload_form";
import { resultsToData } from "./results/result_data";
import { enhanceResults, shownLink } from "./results/results_view";

enhanceThemes();
datePaper();
const uploads = [...document.querySelectorAll<HTMLFormElement>("form.upload")].map((form) => {
  const upload = enhanceUpload(form);
  enhanceExamples(form, upload);
  enhanceRecorder(form, upload);
  enhanceFolder(form, upload);
  return upload;
});
const [main, ...alone] = uploads;
if (main) acceptGivenFiles(main, alone);
for (const results of document.querySelectorAll<HTMLElement>(".results")) {
  const data = resultsToData(results); // a page that came back from a form
  if (data) enhanceResults(results, null, data);
}
enhanceLanguages();
window.addEventListener("hashchange", restore);
void restore();
void import("./results/history_view").then(({ showHistory }) => showHistory());

/** Paper says of when it is. */
function datePaper(): void {
  const place = document.querySelector("[data-printed]");
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
  const date = () => place?.replaceChildren(format.format(new Date()));
  date();
  window.addEventListener("beforeprint", date);
}

async function restore(): Promise<void> {
  if (!location.hash.startsWith("#result=")) return;
  const { restoreFromAddress } = await import("./results/restored_results");
  await restoreFromAddress();
}

/** The result on show stays when the language changes. */
function enhanceLanguages(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".languages a")) {
    link.addEventListener("click", async (event) => {
      const shown = shownLink();
      if (!shown) return;
      event.preventDefault();
      location.href = link.href + new URL(await shown, location.href).hash;
    });
  }
}

function enhanceExamples(form: HTMLFormElement, upload: UploadForm): void {
  for (const button of form.querySelectorAll<HTMLElement>("[data-example]")) {
    button.addEventListener("click", async () => {
      const { addressToFile } = await import("./form/example");
      const file = await addressToFile(button.dataset.example ?? "");
      if (file) await upload.listenTo([file]);
      else upload.showProblem((await import("./basic/problem")).problemToHtml("unreachable"));
    });
  }
}

function enhanceRecorder(form: HTMLFormElement, upload: UploadForm): void {
  const button = form.querySelector<HTMLButtonElement>("[data-record]");
  const panel = form.querySelector<HTMLElement>(".recorder");
  if (!button || !panel) return;
  button.addEventListener("click", async () => {
    const { recordInto } = await import("./recorder/recorder_view");
    await recordInto(panel, button, upload);
  });
}
