import { GrammarProblems } from "../../src/iam/grammar-problems.js";
import { filePlace } from "../../src/source/place.js";

test("keeps the first fifty of many errors, each with its help and position", () => {
  const problems = new GrammarProblems();
  const place = filePlace("policy.json");
  for (let index = 1; index <= 60; index += 1) problems.add(place, `fault ${index}`, `help ${index}`);
  const all = problems.all();
  expect(all).toHaveLength(50);
  expect(all[0]).toEqual({ message: "fault 1", help: "help 1", place });
  expect(all.at(-1)).toEqual({ message: "fault 50", help: "help 50", place });
});
