import { tool, versions } from "page:offer";
import type { ReportedFinding } from "../../src/report/report.js";
import { hasLine, type Location } from "../../src/source/location.js";
import { plural } from "../../src/source/plural.js";
import { type Choices, NO_CHOICES } from "../core/choices.js";
import type { Answer, CheckedFiles, Problem, Rendering } from "../core/messages.js";
import { Checker, type NewQuestion } from "./checker.js";
import { differingPart } from "./differing-part.js";
import { colorAs, type Mark, markFindings, offsetAt, openEditor, showCursor, showPlace } from "./editor.js";
import { button, element, found } from "./element.js";
import { EXAMPLES } from "./examples.js";
import { findingList, placeButton } from "./findings.js";
import { type Change, offerFix } from "./fix-dialog.js";
import { type Headline, headline } from "./headline.js";
import { chosenFiles, filesOf, type OnRead, type ReceivedFiles } from "./intake.js";
import { fragmentOf, type Linked, MAX_LINK_LENGTH, readFragment } from "./link.js";
import { matrix } from "./matrix.js";
import { MAX_SHOWN, type OpenFile, OpenFiles } from "./open-files.js";
import { pathList } from "./paths.js";
import { roleCards } from "./roles.js";
import { copy, download } from "./take-away.js";
import { toast } from "./toast.js";
import { describePlace } from "./words.js";

const at = {
  version: found("version", HTMLSelectElement),
  appliance: found("appliance", HTMLInputElement),
  kinds: found("kinds", HTMLFieldSetElement),
  kindsWords: found("kinds-words", HTMLElement),
  tabs: found("tabs", HTMLElement),
  name: found("file-name", HTMLInputElement),
  undo: found("undo", HTMLButtonElement),
  nameRow: found("name-row", HTMLElement),
  editor: found("editor", HTMLElement),
  noEditor: found("no-editor", HTMLElement),
  // Gets the focus if the focused element is redrawn.
  result: found("result", HTMLElement),
  running: found("running", HTMLElement),
  runningWords: found("running-words", HTMLElement),
  progress: found("progress", HTMLProgressElement),
  verdict: found("verdict", HTMLElement),
  resultActions: found("result-actions", HTMLElement),
  details: found("details", HTMLElement),
  fixAll: found("fix-all", HTMLButtonElement),
  reportAs: found("report-as", HTMLSelectElement),
  drop: found("drop", HTMLElement),
};

const files = new OpenFiles((file) => {
  // The texts have changed, so the findings and the address no longer match them.
  forgetAddress();
  drawTabs();
  if (file === current && document.activeElement !== at.name) at.name.value = file.path;
  if (file === current && file.isGuessed) recolor();
  recheck("typing");
});
let coloredAs = "";

/** Updates the coloring after the change that the new name was guessed from. */
function recolor(): void {
  queueMicrotask(() => {
    if (current?.state == null || current.path === coloredAs) return;
    coloredAs = current.path;
    view.dispatch(colorAs(current.path, view.state));
    current.state = view.state;
  });
}

let current: OpenFile | null = null;
/** The number of dropped files that aren't open here. */
let leftOut = 0;
let choices: Choices = NO_CHOICES;
let last: CheckedFiles | null = null;

const view = openEditor(at.editor);

const checker = new Checker(startWorker, {
  onStart: showRunning,
  onProgress: (done, total) => showProgress("Checking", done, total),
  onAnswer: showAnswer,
  onRestart: () => files.forgetSent(),
});

// --- Files ---

function open({ files: given, leftOut: more }: ReceivedFiles): void {
  leftOut += more;
  if (given.length === 0) return;
  makeRoom();
  const same = given.map((one) => files.same(one));
  const opened = given.map((one, index) => same[index] ?? files.open(one));
  select(opened[0] ?? null);
  recheck();
  const already = same.filter((one) => one !== undefined).length;
  if (already > 0)
    toast(`${plural(already, "file")} with this name and text ${already === 1 ? "is" : "are"} already open.`);
}

/** Closes an empty file to make room for opened ones. */
function makeRoom(): void {
  if (current !== null && files.all.length === 1 && current.isEmpty) files.close(current);
}

function openEmpty(): OpenFile {
  const file = files.open({ path: "policy.json", isNamed: true, content: "" }, true);
  select(file);
  return file;
}

function select(file: OpenFile | null): void {
  current = file;
  if (file === null) {
    leftOut = 0;
    openEmpty();
    return;
  }
  at.name.value = file.path;
  const { state } = file;
  at.editor.hidden = state === null;
  at.noEditor.hidden = state !== null;
  if (state !== null) {
    view.setState(state);
    coloredAs = file.path;
    drawMarks();
    view.dispatch(showCursor(state));
  } else {
    at.noEditor.textContent = unshownWords(file);
  }
  drawTabs();
}

function unshownWords({ path, content }: OpenFile): string {
  const size = typeof content === "object" && "size" in content ? content.size : content.length;
  if (size > MAX_SHOWN) return `${path} is too large to be edited here (${Math.round(size / 1024 / 1024)} MB).`;
  return `${path} isn't UTF-8 text, so it can't be edited here.`;
}

const MAX_TABS = 200;

function drawTabs(): void {
  const tabs = files.all.slice(0, MAX_TABS).map((file) => {
    const isCurrent = file === current;
    return element(
      "button",
      { class: "tab", onclick: () => select(file), attributes: isCurrent ? { "aria-current": "true" } : {} },
      file.path,
    );
  });
  const rest = files.all.length - tabs.length;
  at.tabs.replaceChildren(...tabs, ...(rest > 0 ? [element("span", { class: "muted" }, `and ${rest} more`)] : []));
}

// --- Checking ---

function recheck(why: "typing" | "at once" = "at once"): void {
  if (files.all.every(({ isEmpty }) => isEmpty)) {
    checker.stop();
    showNothing();
    return;
  }
  checker.schedule(
    (): NewQuestion => ({
      ask: "check",
      files: files.toSend(),
      choices: choicesNow(),
      today: new Date().toISOString().slice(0, 10),
    }),
    why === "typing",
  );
}

/** Drops the chosen root if none of the open files is in it anymore. */
function choicesNow(): Choices {
  const { root } = choices;
  const isThere = files.all.some(({ path }) => /\.(?:tf|tofu)$/.test(path) && folderOf(path) === root);
  return isThere ? choices : { ...choices, root: "" };
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

let runningTimer: ReturnType<typeof setTimeout> | undefined;

function showRunning(): void {
  at.progress.removeAttribute("value");
  at.runningWords.textContent = "Checking…";
  clearTimeout(runningTimer);
  // A result that appears immediately needs no announcement.
  runningTimer = setTimeout(() => {
    at.running.hidden = false;
  }, 300);
  at.details.setAttribute("aria-busy", "true");
}

function showProgress(what: string, done: number, total: number): void {
  at.progress.max = total;
  at.progress.value = done;
  at.runningWords.textContent = `${what}… ${done} of ${total}`;
}

/** Opens dropped or chosen files and shows the progress, because thousands of files take time. */
async function taken(read: (onRead: OnRead) => Promise<ReceivedFiles>): Promise<void> {
  showRunning();
  try {
    open(await read((done, total) => showProgress("Reading", done, total)));
  } catch (error) {
    toast(`It can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!checker.isRunning) showDone();
}

function showDone(): void {
  clearTimeout(runningTimer);
  at.running.hidden = true;
  at.details.setAttribute("aria-busy", "false");
}

function showAnswer(answer: Answer): void {
  showDone();
  if (answer.answer === "checked") showChecked(answer.checked);
  else if (answer.answer === "refused") showProblems(answer.problems);
  else if (answer.answer === "failed") {
    forgetReport();
    banner("failure", "The check stopped unexpectedly", answer.message);
  }
}

function showNothing(): void {
  forgetReport();
  showDone();
  at.verdict.replaceChildren(
    element(
      "div",
      { class: "empty" },
      element("h2", {}, "Paste a policy to see what it lacks"),
      element(
        "ul",
        {},
        element("li", {}, "IAM policy JSON, also as the AWS console or command line shows it"),
        element("li", {}, "CloudFormation templates, with their parts"),
        element("li", {}, "Terraform plans as JSON, or folders of .tf files"),
      ),
      element("p", { class: "muted" }, "The verdict appears while you type. Your text stays in this tab."),
      startingPoint(),
    ),
  );
}

/** Buttons for readers who don't have a role yet. */
function startingPoint(): HTMLElement {
  const as = element(
    "select",
    {},
    ...Object.entries(MADE).map(([value, { words }]) => element("option", { attributes: { value } }, words)),
  );
  const make = async (kind: string): Promise<void> => {
    const format = as.value as keyof typeof MADE;
    const answer = await checker.ask({ ask: "make", choices: { ...choices, kinds: [kind] }, as: format });
    if (answer.answer === "rendered") {
      choices = { ...choices, root: format === "terraform" ? "." : "" };
      open({ files: [{ path: MADE[format].path(kind), isNamed: true, content: answer.text }], leftOut: 0 });
    } else if (answer.answer === "refused") showProblems(answer.problems);
  };
  return element(
    "div",
    { class: "start" },
    element("h3", {}, "No role yet? Start with one that has all it needs"),
    element(
      "p",
      { class: "buttons" },
      ...kindsOf(at.version.value).map(({ name, description }) => button(name, () => make(name), "small", description)),
      element("label", {}, "as ", as),
    ),
  );
}

const MADE = {
  json: { words: "policy JSON", path: (kind: string) => `veeam-${kind}.json` },
  cloudformation: { words: "CloudFormation", path: () => "veeam.yaml" },
  terraform: { words: "Terraform", path: () => "main.tf" },
};

function banner(look: Headline["look"], title: string, words: string): void {
  at.verdict.replaceChildren(
    element("div", { class: `banner ${look}` }, element("h2", {}, title), element("p", {}, words)),
  );
}

/** Clears the result, because it belongs to other texts. */
function forgetReport(): void {
  last = null;
  at.resultActions.hidden = true;
  at.details.replaceChildren();
}

function showStopped(): void {
  forgetReport();
  showDone();
  banner("neutral", "Stopped: nothing is known about these files", "Change something to check again.");
  drawMarks();
}

function showProblems(problems: readonly Problem[]): void {
  forgetReport();
  banner("failure", "The configuration is invalid", plural(problems.length, "problem"));
  at.details.replaceChildren(
    element(
      "ul",
      { class: "findings" },
      ...problems.map(({ message, help, location }) =>
        element(
          "li",
          { class: "finding error" },
          element("p", { class: "message" }, message),
          help === null ? null : element("p", { class: "help" }, help),
          location === null ? null : placeButton(location, { show }),
        ),
      ),
    ),
  );
}

function showChecked(checked: CheckedFiles): void {
  last = checked;
  const { report } = checked;
  const shown = report.findings.filter(({ suppressed }) => suppressed === null);
  const { look, title, words } = headline(report, shown, { leftOut, open: files.all.length });
  banner(look, title, words);
  at.resultActions.hidden = false;
  at.fixAll.hidden = !shown.some(({ fix }) => fix !== null);
  at.details.replaceChildren(
    ...[
      findingList(report, { show, fix, copy: copied, kinds: kindsOf(at.version.value), choose: chooseKind }),
      roleCards(checked, { show }),
      pathList(report),
      matrix(checked, { show, why }),
      notChecked(checked),
    ].filter((part) => part !== null),
  );
  drawMarks();
}

function notChecked({ report }: CheckedFiles): HTMLElement | null {
  if (report.notChecked.length === 0) return null;
  const items = report.notChecked
    .slice(0, 100)
    .map(({ id, reason, location }) =>
      element(
        "li",
        {},
        element("strong", {}, id),
        `: ${reason} `,
        placeButton(location, { show }),
        reason.startsWith("is treated as a module")
          ? button("Check it as a root", () => chooseRoot(folderOf(location.file)), "small")
          : null,
      ),
    );
  return element(
    "details",
    // If nothing else was checked, the reasons are what matters.
    { class: "card", attributes: report.roles.length === 0 ? { open: "" } : {} },
    element("summary", {}, `${report.notChecked.length} seen but not checked`),
    element("ul", {}, ...items),
  );
}

async function why(role: number, kind: string, action: string) {
  const answer = await checker.ask({ ask: "why", role, kind, action });
  return answer.answer === "why" ? answer.steps : [];
}

// --- Places ---

/** Marks the findings of the latest result, if there is one. */
function drawMarks(): void {
  const file = current;
  if (file?.state == null) return;
  const { state } = view;
  const marks = (last?.report.findings ?? []).flatMap(({ location, severity, suppressed }): Mark[] => {
    if (suppressed !== null || location.file !== file.path || !hasLine(location)) return [];
    const { line, column, endLine, endColumn } = location;
    const from = offsetAt(state, line, column);
    // Underlining a whole statement says less than underlining its first line.
    const to = endLine === line ? offsetAt(state, endLine, endColumn) : offsetAt(state, line, Number.MAX_SAFE_INTEGER);
    return [{ from, to, look: severity }];
  });
  view.dispatch(markFindings(marks));
  file.state = view.state;
}

function show(location: Location): void {
  const file = files.find(location.file);
  if (file === undefined) {
    toast(`${describePlace(location)} is not among the open files.`);
    return;
  }
  select(file);
  if (file.state === null || !hasLine(location)) return;
  const { line, column, endLine, endColumn } = location;
  const from = offsetAt(view.state, line, column);
  view.dispatch(showPlace(from, offsetAt(view.state, endLine, endColumn)));
  view.focus();
  at.editor.scrollIntoView({ block: "nearest" });
}

// --- Fixes ---

interface FileEdits {
  readonly file: OpenFile;
  readonly edits: { readonly from: number; readonly to: number; readonly insert: string }[];
}

function fix({ fix: offered, message }: ReportedFinding): void {
  if (offered === null) return;
  const byFile = new Map<OpenFile, FileEdits>();
  for (const { location, newText } of offered.edits) {
    const file = files.find(location.file);
    if (file?.state == null || !hasLine(location)) {
      toast(`${location.file} can't be edited here.`);
      return;
    }
    const { line, column, endLine, endColumn } = location;
    const held = byFile.get(file) ?? { file, edits: [] };
    const { state } = file;
    held.edits.push({
      from: offsetAt(state, line, column),
      to: offsetAt(state, endLine, endColumn),
      insert: newText,
    });
    byFile.set(file, held);
  }
  const all = [...byFile.values()];
  const changes = all.flatMap(({ file, edits }): Change[] => {
    const { path, state } = file;
    if (state === null) return [];
    return [{ path, before: state.doc.toString(), after: state.update({ changes: edits }).newDoc.toString() }];
  });
  offerFix(message, [offered.description], changes, () => {
    for (const { file, edits } of all) change(file, edits);
    at.result.focus({ preventScroll: true });
  });
}

/** Edits through the editor, so that the change can be undone there. */
function change(file: OpenFile, changes: FileEdits["edits"]): void {
  select(file);
  view.dispatch({ changes, scrollIntoView: true });
}

async function fixAll(): Promise<void> {
  // Not disabled while busy, because a disabled button loses the focus.
  if (at.fixAll.ariaBusy === "true") return;
  at.fixAll.ariaBusy = "true";
  const answer = await checker.ask({ ask: "fix-all" });
  at.fixAll.ariaBusy = "false";
  if (answer.answer !== "fixed") return;
  const known = answer.files.flatMap(({ path, before, after }) => {
    const file = files.find(path);
    return file?.text === before ? [{ file, path, before, after }] : [];
  });
  if (known.length === 0) {
    toast("There is nothing to fix automatically.");
    return;
  }
  offerFix(answer.fixes.length === 1 ? "1 fix" : `${answer.fixes.length} fixes`, answer.fixes, known, () => {
    for (const { file, before, after } of known) change(file, [differingPart(before, after)]);
    at.result.focus({ preventScroll: true });
  });
}

// --- Choices ---

function drawChoices(): void {
  at.version.replaceChildren(
    ...versions.map(({ version, title, date }) =>
      element("option", { attributes: { value: version }, title: `${title}, ${date}` }, version),
    ),
  );
  const isKnown = versions.some(({ version }) => version === choices.version);
  if (isKnown) at.version.value = choices.version;
  at.appliance.value = choices.appliance;
  drawKinds();
}

function kindsOf(wanted: string) {
  return versions.find(({ version }) => version === wanted)?.kinds ?? [];
}

function drawKinds(): void {
  const own = kindsOf(at.version.value);
  const chosen = new Set(choices.kinds);
  const boxes = own.map(({ name, description }) => {
    const box = element("input", { type: "checkbox", attributes: { value: name } });
    box.checked = chosen.has(name);
    box.addEventListener("change", choose);
    return element(
      "label",
      { class: "check" },
      box,
      element("span", {}, element("strong", {}, name), ` ${description}`),
    );
  });
  at.kinds.replaceChildren(element("legend", { class: "unseen" }, "Kinds of roles"), ...boxes);
  at.kindsWords.textContent = choices.kinds.length === 0 ? "what each role seems to be for" : choices.kinds.join(", ");
}

function choose(): void {
  const kinds = [...at.kinds.querySelectorAll("input")].filter(({ checked }) => checked).map(({ value }) => value);
  const isDefault = at.version.value === versions[0]?.version;
  const known = new Set(kindsOf(at.version.value).map(({ name }) => name));
  choices = {
    ...choices,
    version: isDefault ? "" : at.version.value,
    // Another version might not have all of these kinds.
    kinds: kinds.filter((kind) => known.has(kind)),
    appliance: at.appliance.value.trim(),
  };
  drawKinds();
  recheck();
}

function chooseRoot(root: string): void {
  choices = { ...choices, root };
  recheck();
}

/** Adds a kind for roles whose purpose can't be inferred. */
function chooseKind(kind: string): void {
  choices = { ...choices, kinds: [...choices.kinds, kind] };
  drawKinds();
  recheck();
}

// --- Copying and saving ---

async function rendered(): Promise<{ readonly name: string; readonly text: string } | null> {
  const as = at.reportAs.value as Rendering;
  const answer = await checker.ask({ ask: "render", as });
  return answer.answer === "rendered" ? { name: REPORT_NAMES[as], text: answer.text } : null;
}

const REPORT_NAMES: Readonly<Record<Rendering, string>> = {
  json: "report.json",
  markdown: "report.md",
  sarif: "report.sarif",
  text: "report.txt",
  workflow: "worker-iam-check.yml",
  configuration: "worker-iam-check.yml",
};

async function copied(text: string, what: string): Promise<boolean> {
  const isCopied = await copy(text);
  toast(
    isCopied ? `Copied ${what}.` : "The browser does not let this page use the clipboard: select and copy it there.",
  );
  return isCopied;
}

async function copyLink(): Promise<void> {
  const texts = files.all.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
  const fragment = await fragmentOf({ files: texts, choices });
  if (fragment.length > MAX_LINK_LENGTH) {
    toast("The files are too large for a link: send the files and this page.");
    return;
  }
  history.replaceState(null, "", fragment);
  for (const file of files.all) if (file.text !== null) file.markKept();
  await copied(
    location.href,
    `the link. It holds ${plural(texts.length, "file")} after its #, a part that browsers never send`,
  );
}

async function openLink(): Promise<void> {
  const { hash } = location;
  const linked = await readFragment(hash);
  if (linked === null) {
    if (hash.startsWith("#1.")) toast("The link is broken: a part of it is missing or was changed.");
    // The hash may be the ID of an element of the page.
    else if (hash !== "" && document.getElementById(hash.slice(1)) === null)
      toast("This page can't read what follows the # in its address. A newer version of the page might.");
    return;
  }
  replaceFiles("The link's files replaced the open ones.", () => openAll(linked));
}

/**
 * Removes a link's data from the address. Once other files are open, the address would be misleading, and the same link
 * couldn't be opened again.
 */
function forgetAddress(): void {
  if (location.hash.startsWith("#1.")) history.replaceState(null, "", location.href.split("#")[0]);
}

/** Removed or replaced files, newest last. */
const undoable: { readonly files: readonly OpenFile[]; readonly takeBack: () => void }[] = [];

function offerUndo(gone: readonly OpenFile[], takeBack: () => void): void {
  undoable.push({ files: gone, takeBack });
  at.undo.hidden = false;
}

function undo(): void {
  undoable.pop()?.takeBack();
  if (undoable.length > 0) return;
  at.undo.hidden = true;
  // A hidden button can't keep the focus.
  at.result.focus({ preventScroll: true });
}

/** Replaces the open files. "Undo" restores them. */
function replaceFiles(words: string, replace: () => void): void {
  const before = { files: [...files.all], current, choices, leftOut };
  replace();
  if (before.files.every(({ isEmpty }) => isEmpty)) return;
  const opened = new Set(files.all);
  offerUndo(before.files, () => {
    // Closes only untouched files of the replacement. Files opened or edited since would be lost.
    const since = files.all.filter((file) => !file.isEmpty && (!opened.has(file) || file.isChanged));
    forgetAddress();
    files.clear();
    files.putBack(before.files);
    files.putBack(since);
    leftOut += before.leftOut;
    ({ choices } = before);
    drawChoices();
    select(before.current);
    recheck();
    toast("The files that were open are back.");
  });
  toast(`${words} "Undo" brings them back.`);
}

function closeFile(file: OpenFile): void {
  const index = files.all.indexOf(file);
  const leftOutBefore = leftOut;
  files.close(file);
  forgetAddress();
  select(files.all[Math.max(0, index - 1)] ?? null);
  recheck();
  if (file.isEmpty) return;
  offerUndo([file], () => {
    makeRoom();
    files.putBack([file], index);
    leftOut = Math.max(leftOut, leftOutBefore);
    select(file);
    recheck();
    toast(`${file.path} is back.`);
  });
  toast(`Removed ${file.path}. "Undo" brings it back.`);
}

function openAll({ files: some, choices: chosen }: Linked): void {
  files.clear();
  leftOut = 0;
  current = null;
  choices = chosen;
  drawChoices();
  const opened = some.map(({ path, text }) => files.open({ path, isNamed: true, content: text }));
  select(opened[0] ?? null);
  recheck();
}

// --- Events ---

function onClick(id: string, deed: () => unknown): void {
  found(id, HTMLButtonElement).addEventListener("click", () => deed());
}

function textOf(file: OpenFile | null): string {
  return file?.text ?? "";
}

onClick("new-file", () => {
  openEmpty();
  view.focus();
});
for (const [id, dialogId] of [
  ["open-files", "file-dialog"],
  ["open-folder", "folder-dialog"],
] as const) {
  const dialog = found(dialogId, HTMLInputElement);
  onClick(id, () => dialog.click());
  dialog.addEventListener("change", async () => {
    const chosen = [...(dialog.files ?? [])];
    await taken((onRead) => chosenFiles(chosen, onRead));
    dialog.value = "";
  });
}
onClick("copy-file", async () => {
  const file = current;
  if (await copied(textOf(file), file?.path ?? "the file")) file?.markKept();
});
onClick("save-file", () => {
  download(current?.path ?? "policy.json", textOf(current));
  current?.markKept();
});
onClick("close-file", () => {
  if (current !== null) closeFile(current);
});
onClick("undo", undo);
onClick("stop", () => {
  checker.stop();
  showStopped();
  // The button that had the focus is now hidden.
  at.result.focus({ preventScroll: true });
});
onClick("fix-all", fixAll);
onClick("copy-report", async () => {
  const made = await rendered();
  if (made !== null) await copied(made.text, made.name);
});
onClick("save-report", async () => {
  const made = await rendered();
  if (made !== null) download(made.name, made.text);
});
onClick("copy-link", copyLink);
onClick("print", () => print());

at.name.addEventListener("change", () => {
  if (current === null) return;
  files.rename(current, at.name.value);
  select(current);
  recheck();
});
at.version.addEventListener("change", choose);
at.appliance.addEventListener("input", choose);
found("choices", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());

addEventListener("dragover", (event) => {
  event.preventDefault();
  at.drop.hidden = event.dataTransfer?.types.includes("Files") !== true;
});
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) at.drop.hidden = true;
});
addEventListener(
  "drop",
  (event) => {
    const { dataTransfer: dropped } = event;
    if (dropped?.types.includes("Files") !== true) return;
    event.preventDefault();
    // Otherwise the editor would insert the files' texts.
    event.stopPropagation();
    at.drop.hidden = true;
    taken((onRead) => filesOf(dropped, onRead));
  },
  { capture: true },
);
addEventListener(
  "paste",
  (event) => {
    const { clipboardData: pasted, target } = event;
    if (pasted === null) return;
    const isField = target instanceof HTMLInputElement;
    if (pasted.files.length > 0 && !isField) {
      event.preventDefault();
      event.stopPropagation();
      taken((onRead) => filesOf(pasted, onRead));
      return;
    }
    const text = pasted.getData("text/plain");
    if (text.length > MAX_SHOWN) {
      event.preventDefault();
      event.stopPropagation();
      toast("That is more than 20 MB of text: save it as a file and drop it here.");
    } else if (!isField && target instanceof Node && !at.editor.contains(target) && text !== "") {
      // Accept a paste anywhere, so that readers needn't find the editor first.
      event.preventDefault();
      if (current?.isEmpty !== true) openEmpty();
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    }
  },
  { capture: true },
);
addEventListener("hashchange", openLink);
// The page stores nothing. Text written here is lost when the page closes, and so is anything that "Undo" could
// restore.
addEventListener("beforeunload", (event) => {
  const held = [...files.all, ...undoable.flatMap(({ files: gone }) => gone)];
  if (held.some(({ isOnlyHere }) => isOnlyHere)) event.preventDefault();
});

for (const { title, files: some } of EXAMPLES) {
  found("examples", HTMLElement).append(
    button(
      title,
      () =>
        replaceFiles("The example's files replaced the open ones.", () => {
          forgetAddress();
          openAll({ files: some, choices: { ...choices, kinds: [], root: "" } });
        }),
      "link",
    ),
  );
}

found("tool", HTMLElement).textContent = tool;
drawChoices();
showNothing();
openEmpty();
openLink();
