// Sends the forms without a reload and shows what comes back. All texts and all of the drawing come
// from the server; without this script the forms post and a page comes back.

const maximumBytes = Number(document.body.dataset.maxUploadBytes);

for (const form of document.querySelectorAll("form.upload")) {
  enhance(form);
}

function enhance(form) {
  const input = form.elements.file;
  const chosen = form.querySelector("[data-chosen]");
  const nothingChosen = chosen.textContent;
  const cancel = form.querySelector("[data-cancel]");
  let listening = null;

  function showChosen() {
    chosen.textContent = input.files[0]?.name ?? nothingChosen;
    form.classList.toggle("has-file", input.files.length > 0);
  }

  async function listen() {
    listening = new AbortController();
    setBusy(form, true);
    try {
      showResults(form, await formToHtml(form, listening.signal));
    } catch (error) {
      if (error.name === "AbortError") {
        setStatus(form, form.dataset.cancelled);
      } else {
        showProblem(form, "problem-unreachable");
      }
    } finally {
      listening = null;
      setBusy(form, false);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (listening) return;
    if (input.files[0]?.size > maximumBytes) {
      showProblem(form, "problem-too-large");
    } else {
      listen();
    }
  });
  cancel.addEventListener("click", () => listening?.abort());
  input.addEventListener("change", showChosen);
  acceptDrops(form.closest(".card"), form, (files) => {
    if (listening) return;
    input.files = files;
    showChosen();
  });
  showChosen(); // a browser that comes back to the page may have kept the file
}

async function formToHtml(form, signal) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Fragment": "results" },
    signal,
  });
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) {
    throw new Error("not a page");
  }
  return response.text();
}

function acceptDrops(card, form, useFiles) {
  const mark = (isOver) => form.classList.toggle("is-over", isOver);
  card.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  card.addEventListener("dragleave", (event) => mark(card.contains(event.relatedTarget)));
  card.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) useFiles(event.dataTransfer.files);
  });
}

function setBusy(form, isBusy) {
  const submit = form.querySelector("[type=submit]");
  const cancel = form.querySelector("[data-cancel]");
  const hadFocus = form.contains(document.activeElement);
  if (isBusy) resultsOf(form).replaceChildren();
  if (isBusy) setStatus(form, form.dataset.listening);
  form.classList.toggle("is-busy", isBusy);
  submit.disabled = isBusy;
  cancel.hidden = !isBusy;
  if (hadFocus) (isBusy ? cancel : submit).focus(); // a disabled button loses it to nowhere
}

function showResults(form, html) {
  const results = resultsOf(form);
  results.innerHTML = html;
  const isProblem = results.querySelector("[role=alert]");
  setStatus(form, isProblem ? "" : results.querySelector("[data-summary]").dataset.summary);
  form.classList.add("is-done"); // the summary is for ears: eyes have the results
}

function showProblem(form, id) {
  resultsOf(form).replaceChildren(document.getElementById(id).content.cloneNode(true));
  setStatus(form, "");
}

function setStatus(form, text) {
  form.classList.remove("is-done");
  form.querySelector(".status").textContent = text;
}

function resultsOf(form) {
  return document.getElementById(form.dataset.results);
}
