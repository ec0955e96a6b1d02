import { runShare } from "./run-share.js";

await runShare(import.meta.url);
