import type { ReviewComment } from "../../src/publish/github.js";
import { MAX_SUGGESTIONS, selectSuggestions } from "../../src/publish/select-suggestions.js";
import { findSuggestions, type Suggestion } from "../../src/publish/suggestion.js";
import { markOf, settledBody, suggestionBody } from "../../src/publish/suggestion-comment.js";
import { suggestionNote } from "../../src/publish/suggestion-note.js";
import type { ReportedEdit, ReportedFinding } from "../../src/report/report.js";

function edit(line: number, newText: string, file = "a.json", column = 1): ReportedEdit {
  return { location: { file, line, column, endLine: line, endColumn: column }, newText };
}

function finding(edits: readonly ReportedEdit[], more: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    rule: "missing-action",
    severity: "error",
    role: "Worker",
    kind: "backup",
    actions: ["sqs:SendMessage"],
    message: "role Worker lacks 1 of 3 actions",
    help: null,
    location: { file: "a.json" },
    related: [],
    fingerprint: "0123456789abcdef0123",
    suppressed: null,
    fix: { description: "Add the action", edits },
    ...more,
  };
}

const TEXT = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
const PATCH = "@@ -2,2 +2,3 @@\n 2\n+3\n 4\n@@ -6,2 +7,3 @@\n 7\n+8\n 9";

function find(edits: readonly ReportedEdit[], patch: string | null = PATCH, text = TEXT, blob = "same") {
  const files = [{ path: "a.json", previousPath: null, patch, blob: "same" }];
  const readFile = (path: string) => (path === "a.json" ? { path, text, blob } : null);
  return findSuggestions([finding(edits)], { files, readFile }).map(({ line, endLine, text: lines }) => [
    line,
    endLine,
    lines,
  ]);
}

describe("places a suggestion on the lines that its fix edits", () => {
  test.each<[string, ReturnType<typeof find>, unknown[][]]>([
    ["one line", find([edit(3, "a")]), [[3, 3, "a3\n"]]],
    ["the first line of a hunk", find([edit(2, "a\n")]), [[2, 2, "a\n2\n"]]],
    ["the last line of a hunk", find([edit(4, "\na", "a.json", 2)]), [[4, 4, "4\na\n"]]],
    ["several lines", find([edit(2, "a"), edit(4, "b")]), [[2, 4, "a2\n3\nb4\n"]]],
    ["a line outside all hunks", find([edit(5, "a")]), []],
    ["lines in two hunks", find([edit(4, "a"), edit(7, "b")]), []],
    ["two files", find([edit(3, "a"), edit(3, "a", "b.json")]), []],
    ["a file outside the diff", find([edit(3, "a", "b.json")]), []],
    ["a file without a patch", find([edit(3, "a")], null), []],
    ["a location without a line", find([{ location: { file: "a.json" }, newText: "a" }]), []],
    ["no change", find([edit(3, "")]), []],
    ["too much text", find([edit(3, "a".repeat(30_000))]), []],
    ["a change in many spots", find(Array.from({ length: 40 }, (_, at) => edit(3, String(at)))), []],
    ["lines that differ in the workspace", find([edit(3, "a")], PATCH, TEXT.replace("4", "four")), []],
    ["a context changed by a merge", find([edit(3, "a")], PATCH, TEXT.replace("2", "two"), "merged"), []],
    ["lines that a merge moved down", find([edit(5, "a")], PATCH, `0\n0\n${TEXT}`, "merged"), [[3, 3, "a3\n"]]],
    ["lines that a merge moved up", find([edit(2, "a")], PATCH, TEXT.slice(2), "merged"), [[3, 3, "a3\n"]]],
    [
      "lines moved by a merge, below lines outside the change",
      find([edit(7, "a")], "@@ -1,4 +1,5 @@\n 1\n 2\n 3\n+4\n 5", `0\n0\n0\n${TEXT}`, "merged"),
      [[4, 4, "a4\n"]],
    ],
    ["an empty line below a hunk", find([edit(2, "a"), edit(5, "b")], PATCH, TEXT.replace("5", "")), []],
    ["duplicate lines", find([edit(3, "a")], PATCH, TEXT + TEXT, "merged"), []],
    [
      "a checkout with Windows line endings",
      find([edit(3, "a\r\n")], PATCH, TEXT.replaceAll("\n", "\r\n"), "merged"),
      [[3, 3, "a\n3\n"]],
    ],
    [
      "mixed line endings",
      find([edit(2, "a"), edit(3, "b")], "@@ -2,2 +2,3 @@\n 2\n+3\r\n 4", TEXT.replace("3", "3\r")),
      [],
    ],
    ["a byte order mark that would be lost", find([edit(1, "a")], "@@ -1 +1,2 @@\n \ufeff1\n+2"), []],
    ["a byte order mark above the lines", find([edit(2, "a")], "@@ -1 +1,2 @@\n \ufeff1\n+2"), [[2, 2, "a2\n"]]],
  ])("with %s", (_name, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe("chooses among several suggestions", () => {
  function at(line: number, endLine: number, more: Partial<ReportedFinding> = {}, path = "a.json"): Suggestion {
    const about = finding([], { role: `role of ${path}:${line}`, ...more });
    return { finding: about, fingerprint: about.fingerprint, description: "", path, line, endLine, text: "", hash: "" };
  }
  const lines = (chosen: readonly Suggestion[]) => chosen.map(({ line }) => line);
  const none = () => false;

  test("postponing those on the same lines or with the same action for one role", () => {
    const role = { role: "Worker" };
    const given = [at(1, 3), at(3, 5), at(4, 4), at(3, 3, {}, "b.json"), at(10, 10, role), at(20, 20, role)];
    const other = at(30, 30, { ...role, actions: ["sqs:ListQueues"] });
    const { chosen, left } = selectSuggestions([...given, other], none);
    expect(chosen).toEqual([given[0], given[2], given[3], given[4], other]);
    expect(left).toBe(0);
  });

  test("preferring the one that adds more on the same lines", () => {
    const given = [at(1, 1), at(5, 5), at(5, 6, { actions: ["sqs:SendMessage", "sqs:ListQueues"] }), at(9, 9)];
    expect(lines(selectSuggestions(given, none).chosen)).toEqual([1, 5, 9]);
    expect(selectSuggestions(given, none).chosen[1]).toBe(given[2]);
    expect(selectSuggestions(given, (one) => one === given[1]).chosen[0]).toBe(given[1]);
  });

  test("putting existing ones first", () => {
    const given = Array.from({ length: 30 }, (_, line) => at(line, line));
    const { chosen, left } = selectSuggestions(given, ({ line }) => line >= 25);
    expect(lines(chosen)).toEqual([25, 26, 27, 28, 29, ...Array.from({ length: 15 }, (_, line) => line)]);
    expect([chosen.length, left]).toEqual([MAX_SUGGESTIONS, 10]);
  });
});

describe("a suggestion's comment", () => {
  const suggestion: Suggestion = {
    finding: finding([], { message: "role <!-- @octocat **x** `y` lacks [a](http://e.example)" }),
    fingerprint: "0123456789abcdef0123",
    description: "Add it to policy ::error::\n# b",
    path: "a.json",
    line: 1,
    endLine: 1,
    text: "a ``` ````\r\nb\r\n",
    hash: "fedcba9876543210",
  };
  const comment = (body: string): ReviewComment => {
    return { id: 1, author: "a", url: "u", path: "a.json", outdated: false, answersTo: null, body };
  };

  test("contains no markup from files, in a fence that no text closes", () => {
    expect(suggestionBody(suggestion, "--> x")).toBe(
      "<!-- worker-iam-check suggestion:%2D%2D%3E%20x 0123456789abcdef0123 fedcba9876543210 -->\n" +
        "**role &#60;!-- @\u2060octocat &#42;&#42;x&#42;&#42; `y` lacks &#91;a&#93;(http&#58;\u2060//e.example)** · missing-action  \n" +
        "Add it to policy &#58;&#58;error&#58;: &#35; b:\n\n" +
        "`````suggestion\na ``` ````\r\nb\r\n`````",
    );
  });

  test("is recognized by its marker, however GitHub returns it", () => {
    const body = suggestionBody(suggestion, "prod");
    const mark = { key: "prod", fingerprint: "0123456789abcdef0123", hash: "fedcba9876543210" };
    expect(markOf(comment(body))).toEqual(mark);
    expect(markOf(comment(body.replace(/\r?\n/g, "\r\n")))).toEqual(mark);
    for (const other of [`x${body}`, body.slice(1), "", "<!-- worker-iam-check -->\n"]) {
      expect(markOf(comment(other))).toBeNull();
    }
  });

  test("has neither block nor marker once it is settled", () => {
    const body = settledBody(comment(suggestionBody(suggestion, "")), true);
    expect(body).toContain("✅ Settled: another suggestion replaces it.\n\n**role");
    expect(body).not.toContain("```");
    expect(markOf(comment(body))).toBeNull();
  });

  test.each<[number, number, string | null]>([
    [0, 0, null],
    [1, 0, "💡 1 suggestion to commit appears on [the changed lines](https://github.com/o/r/pull/7/files)."],
    [
      20,
      1,
      "💡 20 suggestions to commit appear on [the changed lines](https://github.com/o/r/pull/7/files); 1 more follows when these are committed.",
    ],
  ])("mentions %i suggestions and %i more", (standing, left, note) => {
    expect(suggestionNote(standing, left, "https://github.com/o/r", 7)).toBe(note);
  });
});
