// What was asked last in this window, for the page that shows how programs ask it.

export interface LastRequest {
  file_name: string;
  models: string;
}

const KEY = "last-request";

export function rememberRequest(request: LastRequest): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(request));
  } catch {
    // storage is switched off: the examples have a name of their own
  }
}

/** Empty texts where nothing was asked. */
export function lastRequest(): LastRequest {
  const none = { file_name: "", models: "" };
  try {
    return { ...none, ...JSON.parse(sessionStorage.getItem(KEY) ?? "{}") };
  } catch {
    return none;
  }
}
