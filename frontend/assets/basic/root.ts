// Where the page lies on its server: "" at the top, "/genre" behind a proxy that has it there.

export const root = document.body.dataset.root ?? "";
