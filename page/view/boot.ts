/**
 * Starts the worker before the rest of the page loads, so that both use separate cores. The worker's script is part of
 * the page, because a page opened from a file can't load other scripts.
 */
const text = document.getElementById("worker")?.textContent ?? "";
const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const trusted =
  typeof trustedTypes === "undefined"
    ? address
    : trustedTypes.createPolicy("page-worker", { createScriptURL: (url) => url }).createScriptURL(address);
const make = (): Worker => new Worker(trusted as string);
let first: Worker | null = make();

globalThis.startWorker = (): Worker => {
  const worker = first ?? make();
  first = null;
  return worker;
};

export {};
