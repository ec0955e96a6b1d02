export const id = 118;
export const ids = [118];
export const modules = {

/***/ 7118:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  diffCommand: () => (/* binding */ diffCommand)
});

// EXTERNAL MODULE: ./lib/report/fold.js
var fold = __webpack_require__(8387);
// EXTERNAL MODULE: ./lib/requirements/requirements.js
var requirements_requirements = __webpack_require__(3666);
;// CONCATENATED MODULE: ./lib/requirements/compare.js

/** The kinds that every version is compared by: those of version 7, which later ones map to their own by aliases. */
const COMPARED = ["backup", "restore", "communication"];
/** What a role of each kind has to have more or less in the second version. */
function compareRequirements(from, to) {
    return COMPARED.map((kind) => {
        const comparedWith = (0,requirements_requirements/* expandKinds */.ET)(to, [kind]).kinds.map(({ name }) => name);
        const [before, after] = [actionsOf(from, kind), actionsOf(to, kind)];
        if (before === null || after === null) {
            return { kind, absentIn: before === null ? from.version : to.version, comparedWith, added: [], removed: [] };
        }
        return { kind, absentIn: null, comparedWith, added: without(after, before), removed: without(before, after) };
    });
}
/** Actions of a kind by lower case, because the vendor's pages vary in it. */
function actionsOf(requirements, kind) {
    const { kinds, unknown } = (0,requirements_requirements/* expandKinds */.ET)(requirements, [kind]);
    if (unknown.length > 0)
        return null;
    return new Map(kinds.flatMap(({ actions }) => actions.map(({ action }) => [action.toLowerCase(), action])));
}
function without(actions, others) {
    return [...actions].flatMap(([key, action]) => (others.has(key) ? [] : [action])).sort();
}

// EXTERNAL MODULE: ./lib/requirements/load-requirements.js + 4 modules
var load_requirements = __webpack_require__(4748);
// EXTERNAL MODULE: ./lib/cli/refuse.js
var refuse = __webpack_require__(6136);
;// CONCATENATED MODULE: ./lib/cli/diff-command.js




/** `diff V1 V2`: what changed between two versions of the vendor's lists. */
function diffCommand(line, terminal) {
    const [first, second, ...others] = line.operands;
    if (first === undefined || second === undefined || others.length > 0) {
        return (0,refuse/* usageError */.Wp)(terminal, "diff takes two versions", "for example: worker-iam-check diff 7 10");
    }
    const format = (0,refuse/* chooseFormat */.H8)(line, ["text", "json"], terminal);
    if (format === null)
        return 2;
    const [from, to] = [(0,load_requirements/* loadRequirements */.V)(first), (0,load_requirements/* loadRequirements */.V)(second)];
    for (const loaded of [from, to])
        if ("message" in loaded)
            return (0,refuse/* usageError */.Wp)(terminal, loaded.message, loaded.help);
    if ("message" in from || "message" in to)
        return 2;
    const differences = compareRequirements(from.requirements, to.requirements);
    const text = () => differences.map((difference) => describe(difference, first, second, terminal.columns)).join("\n");
    terminal.out(format === "json" ? `${JSON.stringify({ from: first, to: second, kinds: differences }, null, 2)}\n` : text());
    return 0;
}
function describe({ kind, absentIn, comparedWith, added, removed }, from, to, columns) {
    if (absentIn !== null)
        return `${kind}: not in the lists at hand of version ${absentIn}\n`;
    const own = comparedWith.join(" ") === kind ? "" : ` (there ${comparedWith.join(", ")})`;
    if (added.length + removed.length === 0)
        return `${kind}: the same in ${from} and ${to}\n`;
    const lines = [
        `${kind}: ${added.length} added, ${removed.length} removed from ${from} to ${to}${own}`,
        ...(added.length > 0 ? (0,fold/* fold */.A)(`+ ${added.join(", ")}`, "  ", columns) : []),
        ...(removed.length > 0 ? (0,fold/* fold */.A)(`- ${removed.join(", ")}`, "  ", columns) : []),
    ];
    return `${lines.join("\n")}\n`;
}


/***/ })

};
