// A client of all four services, of nothing but their OpenAPI documents: it asks each about one
// song and prints what it heard. Lines marked as errors are mistakes that the types must see.
import createClient from "openapi-fetch";
import type { components, paths as Frontend } from "./frontend.js";
import type { paths as Beats } from "./beat_service.js";
import type { paths as Svm } from "./svm_service.js";
import type { paths as Vgg19 } from "./vgg19_service.js";

type Schemas = components["schemas"];

interface Urls {
  frontend: string;
  svm: string;
  vgg19: string;
  beat: string;
}

// Everything a form has, as the browser's own form.
function toForm(body: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body) as [string, unknown][]) {
    form.append(name, value instanceof Blob ? value : String(value));
  }
  return form;
}

function isProblem(
  body: Schemas["PredictionBody"] | Schemas["ProblemBody"],
): body is Schemas["ProblemBody"] {
  return "code" in body;
}

function genreOf(body: Schemas["ApiBody"]): string {
  // @ts-expect-error the verdict may be null
  body.ensemble.genre;
  // @ts-expect-error a service that was not asked has no key
  const always: Schemas["PredictionBody"] | Schemas["ProblemBody"] | null = body.svm;
  const svm = body.svm ?? null;
  if (always === null || svm === null || isProblem(svm)) {
    return "?";
  }
  const outcome: "confident" | "ambiguous" | "none_of_these" | "not_music" | "silence" =
    svm.outcome;
  const lengths: number[] = svm.segments.map((segment) => segment.end_s - segment.start_s);
  const nearest: string | null = svm.nearest;
  return `${body.ensemble?.genre ?? outcome} ${nearest} ${lengths.length}`;
}

export async function ask(urls: Urls, song: Blob): Promise<string[]> {
  const said: string[] = [];
  const upload = { body: { file: song }, bodySerializer: toForm };

  const page = createClient<Frontend>({ baseUrl: urls.frontend });
  const all = await page.POST("/api/predict", { ...upload, params: { query: { models: "svm" } } });
  said.push(all.data ? genreOf(all.data) : all.error.code);
  // @ts-expect-error there is no such route
  void (() => page.POST("/api/predictions", upload));

  const svm = createClient<Svm>({ baseUrl: urls.svm });
  const predicted = await svm.POST("/v1/predict", upload);
  const share: number | undefined = predicted.data?.probabilities?.["disco"];
  said.push(`${predicted.data?.model.name} ${share !== undefined && share > 0.5}`);
  const vector = await svm.POST("/v1/embedding", upload);
  said.push(`${vector.data?.embedding?.length}`);

  const vgg19 = createClient<Vgg19>({ baseUrl: urls.vgg19 });
  const query = { genre: "pop", segment: 0, format: "json" } as const;
  const explained = await vgg19.POST("/v1/explain", { ...upload, params: { query } });
  // @ts-expect-error it may be a picture
  explained.data?.importance;
  const why = explained.data instanceof Blob ? undefined : explained.data;
  const rows: number[][] = why?.importance ?? [];
  const drawn = await vgg19.POST("/v1/spectrogram", upload);
  const peaks: number[] = drawn.data?.peaks.max ?? [];
  said.push(`${why?.genre} ${rows.length > 1} ${peaks.length > 100}`);

  const beat = createClient<Beats>({ baseUrl: urls.beat });
  const heard = await beat.POST("/recommend", { ...upload, params: { query: { bpm: 100 } } });
  const bpm: number = heard.data?.tempo?.bpm ?? 0;
  // @ts-expect-error silence has no tempo
  heard.data?.tempo.bpm;
  said.push(`${Math.abs(bpm - 100) < 4} ${heard.data?.beat?.title !== undefined}`);
  const beats = await beat.GET("/beats", { params: { query: { style: "Afro" } } });
  const first = beats.data?.beats[0];
  const sound = await beat.GET("/beats/{beat_id}/audio", {
    params: { path: { beat_id: first?.id ?? "" } },
    parseAs: "blob",
  });
  said.push(`${first?.style} ${(sound.data?.size ?? 0) > 1000}`);
  const missing = await beat.GET("/beats/{beat_id}", { params: { path: { beat_id: "none" } } });
  const problem: string = missing.error?.code ?? "";
  said.push(problem);

  for (const client of [page, svm, vgg19, beat]) {
    const ready = await (client as typeof page).GET("/readyz");
    const status: "ok" | "failing" | undefined = (ready.data ?? ready.error)?.status;
    said.push(status ?? "?");
  }
  return said;
}
