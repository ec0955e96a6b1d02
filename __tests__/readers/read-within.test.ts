import { ReadBudget } from "../../src/readers/read-budget.js";
import { readWithin } from "../../src/readers/read-within.js";

const workspace = { readText: () => null, listFolder: () => [] };

/** A short template whose functions expand enormously. */
function costly(): string {
  let name: object | string = "x";
  for (let level = 0; level < 40; level += 1) name = { "Fn::Sub": ["${a}${a}", { a: name }] };
  return JSON.stringify({ Resources: { R: { Type: "AWS::IAM::Role", Properties: { RoleName: name } } } });
}

const cheap = JSON.stringify({ Resources: { R: { Type: "AWS::IAM::Role", Properties: { RoleName: "x" } } } });

/** A short template whose aliases repeat a few nodes hundreds of thousands of times. */
function repeating(): string {
  const doubled = Array.from({ length: 16 }, (_, at) => `  a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`);
  return `Metadata:\n  a0: &a0 [!Ref A, !Ref A]\n${doubled.join("")}Resources: {R: {Type: AWS::IAM::Role}}\n`;
}

function messagesOf(text: string, count: number, extension = "json"): readonly string[] {
  const budget = new ReadBudget();
  const context = { workspace, terraformRoot: null, parameters: [], budget };
  return Array.from({ length: count }, (_, at) => {
    const outcome = readWithin(budget, { path: `veeam${at}.${extension}`, text }, context);
    if (outcome.kind === "unreadable") return outcome.problem.message;
    return outcome.kind === "read" ? outcome.result.problems.map(({ message }) => message).join() : outcome.kind;
  });
}

test("reports each further file as unread after the run has spent its budget", () => {
  const messages = messagesOf(costly(), 100);
  const first = messages.findIndex((message) => message.includes("was not checked"));
  expect(first).toBeGreaterThan(2);
  expect(first).toBeLessThan(90);
  expect(messages[0]).toContain("its functions expand it beyond the limit");
  for (const message of messages.slice(first)) expect(message).toContain("used up the limit of one run");
});

test("counts the text that aliases repeat across all files of a run", () => {
  const messages = messagesOf(repeating(), 40, "yaml");
  expect(messages[0]).toBe("");
  expect(messages.at(-1)).toContain("aliases of the files before it used up the limit of one run");
});

test("never cuts off ordinary files, however many there are", () => {
  expect(new Set(messagesOf(cheap, 2000))).toEqual(new Set([""]));
});
