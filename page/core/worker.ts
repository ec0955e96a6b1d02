import type { Answer, Question } from "./messages.js";
import { Session } from "./session.js";

/** The least time between two progress messages to the page, in milliseconds. */
const TELL_EVERY = 100;

let lastReported = 0;
const say = (answer: Answer): void => postMessage(answer);
const session = new Session((answer) => {
  const now = performance.now();
  if (now - lastReported < TELL_EVERY) return;
  lastReported = now;
  say(answer);
});

addEventListener("message", async ({ data }: MessageEvent<Question>) => {
  try {
    say(await session.answer(data));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ answer: "failed", id: data.id, message });
  }
});
