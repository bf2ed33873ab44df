// The theme by its switch, without a reload. The server does the same by the links themselves.

const COOKIE_AGE_S = 365 * 24 * 3600;

export function enhanceThemes(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-theme]")];
  const dark = document.getElementById("dark") as HTMLLinkElement;
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
      document.cookie = `theme=${link.dataset.theme}; path=/; max-age=${COOKIE_AGE_S}; samesite=lax`;
      dark.media = link.dataset.media ?? "";
      for (const other of links) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      window.dispatchEvent(new Event("themechange")); // for what is painted, not styled
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    window.dispatchEvent(new Event("themechange")),
  );
}
