import { found } from "./element.js";

const bar = found("toast", HTMLElement);
let toastTimer: ReturnType<typeof setTimeout> | undefined;

/** Shows a message for a few seconds. */
export function toast(words: string): void {
  bar.textContent = words;
  bar.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => bar.classList.remove("on"), 6000);
}
