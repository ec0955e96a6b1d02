import { clip } from "../../src/report/limits.js";

test.each([
  ["short", "abc", 10, "abc"],
  ["just short enough", "0123456789", 10, "0123456789"],
  ["too long", "0123456789x", 10, "0123456..."],
  ["cut between characters", "🦆🦆🦆🦆🦆", 9, "🦆🦆🦆..."],
  ["cut within a character", "🦆🦆🦆🦆🦆", 8, "🦆🦆..."],
])("shortens a text that is %s", (_name, text, longest, clipped) => {
  expect(clip(text, longest)).toBe(clipped);
});
