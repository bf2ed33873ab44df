// The page's entry: everything else is loaded when it is needed. All drawing of results comes from
// the server; without this script the forms post and a page comes back.
import { showResults } from "./results_view";
import { enhanceUpload } from "./upload_form";

for (const form of document.querySelectorAll<HTMLFormElement>("form.upload")) {
  enhanceUpload(form, showResults);
}
