export const id = 18;
export const ids = [18];
export const modules = {

/***/ 18:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  checkCommand: () => (/* binding */ checkCommand)
});

// EXTERNAL MODULE: ./lib/check.js + 44 modules
var check = __webpack_require__(3551);
// EXTERNAL MODULE: ./lib/config/resolve-options.js + 4 modules
var resolve_options = __webpack_require__(1932);
// EXTERNAL MODULE: ./lib/discover/find-config.js
var find_config = __webpack_require__(4675);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/discover/scope.js
var discover_scope = __webpack_require__(9563);
// EXTERNAL MODULE: ./lib/source/location.js
var source_location = __webpack_require__(7870);
;// CONCATENATED MODULE: ./lib/report/sarif.js

/** GitHub keeps 5,000 results of a run; the most severe come first in a report. */
const MOST_RESULTS = 5000;
/** The report as SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
function renderSarif(report, rules) {
    const results = report.findings.slice(0, MOST_RESULTS).map(toResult);
    const driver = {
        name: report.tool.name,
        semanticVersion: report.tool.version,
        rules: rules.map(({ id, summary, defaultSeverity }) => ({
            id,
            shortDescription: { text: summary },
            help: { text: `${summary} See docs/rules/${id}.md.` },
            defaultConfiguration: { level: defaultSeverity === "off" ? "none" : LEVELS[defaultSeverity] },
        })),
    };
    const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
    return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}
const LEVELS = {
    error: "error",
    warning: "warning",
    notice: "note",
};
function toResult(finding) {
    const actions = finding.kind === null || finding.actions.length === 0 ? "" : `: ${finding.actions.join(", ")}`;
    const help = finding.help === null ? "" : `. ${finding.help}`;
    return {
        ruleId: finding.rule,
        level: LEVELS[finding.severity],
        // In a SARIF message brackets and backslashes are markup.
        message: { text: `${finding.message}${actions}${help}`.replace(/[[\]\\]/g, "\\$&") },
        locations: [{ physicalLocation: physicalLocation(finding.location) }],
        relatedLocations: finding.related.map(({ location, message }, id) => ({
            id,
            message: { text: message },
            physicalLocation: physicalLocation(location),
        })),
        partialFingerprints: { "workerIamCheck/v1": finding.fingerprint },
        suppressions: finding.suppressed === null ? [] : [{ kind: "external", justification: finding.suppressed.reason }],
    };
}
function physicalLocation(location) {
    const uri = location.file.split("/").map(encodeURIComponent).join("/");
    if (!(0,source_location/* hasLine */.p)(location))
        return { artifactLocation: { uri } };
    const { line: startLine, column: startColumn, endLine, endColumn } = location;
    return { artifactLocation: { uri }, region: { startLine, startColumn, endLine, endColumn } };
}

// EXTERNAL MODULE: ./lib/rules/index.js + 20 modules
var rules = __webpack_require__(7511);
;// CONCATENATED MODULE: ./lib/publish/write-report.js





/** Writes the report's files, relative to the working directory; gives what went wrong with each that was not written. */
function writeReportFiles(scope, report, options) {
    const { reportFile, sarifFile } = options;
    const faults = [
        reportFile === null ? null : writeWithin(scope, reportFile, () => `${JSON.stringify(report, null, 2)}\n`),
        sarifFile === null ? null : writeWithin(scope, sarifFile, () => renderSarif(report, rules/* allRules */.V)),
    ];
    return faults.filter((fault) => fault !== null);
}
function writeWithin(scope, file, render) {
    const path = (0,external_node_path_.resolve)(scope.workingDirectory, file);
    if (scope.confined && !(0,discover_scope/* isWithin */.UO)(scope.root, path))
        return `the report is not written to ${file}, which leads out of the workspace`;
    try {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
        if (scope.confined && !(0,discover_scope/* isWithin */.UO)((0,external_node_fs_.realpathSync)(scope.root), (0,external_node_fs_.realpathSync)((0,external_node_path_.dirname)(path)))) {
            return `the report is not written to ${file}: a symbolic link leads out of the workspace`;
        }
        (0,external_node_fs_.writeFileSync)(path, render());
        return null;
    }
    catch (error) {
        return `the report can't be written to ${file}: ${error instanceof Error ? error.message : String(error)}`;
    }
}

;// CONCATENATED MODULE: ./lib/report/annotations.js

/** The runner keeps ten annotations of each level and step (actions/toolkit#734), so more are not sent. */
const MOST_PER_LEVEL = 10;
/** The runner cuts a message at 4,096 characters (ExecutionContext.cs). */
const LONGEST_MESSAGE = 4000;
/** Findings as workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function annotations(report) {
    const counting = report.findings.filter(({ suppressed }) => suppressed === null);
    const shown = annotations_LEVELS.flatMap((level) => counting.filter(({ severity }) => severity === level).slice(0, MOST_PER_LEVEL));
    return { commands: shown.map(command), shown: shown.length, all: counting.length };
}
const annotations_LEVELS = ["error", "warning", "notice"];
function command(finding) {
    const { location, severity, rule } = finding;
    const properties = Object.entries({
        title: rule,
        file: location.file === "." ? undefined : location.file,
        ...((0,source_location/* hasLine */.p)(location) ? { line: location.line, endLine: location.endLine, ...columns(location) } : {}),
    });
    const given = properties.filter(([, value]) => value !== undefined);
    return `::${severity} ${given.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(",")}::${escapeData(messageOf(finding))}`;
}
/** GitHub takes columns only within one line, and counts the last one in. */
function columns(location) {
    if (location.line !== location.endLine)
        return {};
    return { col: location.column, endColumn: Math.max(location.column, location.endColumn - 1) };
}
function messageOf(finding) {
    const actions = finding.kind !== null && finding.actions.length > 0 ? `\n${finding.actions.join(", ")}` : "";
    const help = finding.help === null ? "" : `\nhelp: ${finding.help}`;
    const text = `${finding.message}${actions}${help}`;
    return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}...` : text;
}
function escapeData(text) {
    return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

// EXTERNAL MODULE: ./lib/report/conclusion.js
var conclusion = __webpack_require__(6195);
;// CONCATENATED MODULE: ./lib/report/markdown/escape.js
/**
 * Text from files in GitHub-flavoured Markdown. In a code span GitHub links no mention, no issue and no URL, so whatever a
 * pull request can choose (names, paths, expressions) stands in one.
 */
function code(text) {
    const shown = oneLine(text);
    const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = "`".repeat(longest + 1);
    const padded = shown.startsWith("`") || shown.endsWith("`") || shown.trim() === "" ? ` ${shown} ` : shown;
    // A pipe ends a table's cell even inside a code span; the backslash before it is not shown there.
    return `${fence}${padded}${fence}`;
}
/** A code span inside a table. */
function cellCode(text) {
    return code(text).replaceAll("|", "\\|");
}
/** Words of ours with names from files among them. No markup, no mention, no link, no HTML comes of it. */
function prose(text) {
    return oneLine(text)
        .replace(/[\\`*_[\]#|~<>&$]|:(?=\S)/g, (character) => `&#${character.charCodeAt(0)};`)
        .replace(/@/g, "@\u2060")
        .replace(/(www)\./gi, "$1\u2060.")
        .replace(/&#35;(?=\d)/g, "&#35;\u2060")
        .replace(/&#58;\/\//g, "&#58;\u2060//");
}
function oneLine(text) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced.
    return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ");
}
/** A fenced block whose fence no line of the text can close. */
function fenced(language, text) {
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${text}\n${fence}`;
}

;// CONCATENATED MODULE: ./lib/report/markdown/link.js


/** A link to a place at the commit that was checked. */
function locationLink(location, repository) {
    const text = code((0,source_location/* formatLocation */.j)(location));
    if (repository === null || location.file.startsWith(".."))
        return text;
    const path = location.file.split("/").map(encodeSegment).join("/");
    const lines = (0,source_location/* hasLine */.p)(location) ? `#L${location.line}` : "";
    return `[${text}](${repository.url}/blob/${repository.commit}/${path}${lines})`;
}
/** `encodeURIComponent` leaves the brackets that would end a Markdown link. */
function encodeSegment(segment) {
    return encodeURIComponent(segment).replace(/[()!'*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

;// CONCATENATED MODULE: ./lib/report/markdown/render.js



const TIERS = [
    { roles: 1000, findings: 1000, actions: true, policies: true, notChecked: 100 },
    { roles: 1000, findings: 1000, actions: true, policies: false, notChecked: 20 },
    { roles: 200, findings: 100, actions: true, policies: false, notChecked: 5 },
    { roles: 100, findings: 50, actions: false, policies: false, notChecked: 0 },
    { roles: 20, findings: 10, actions: false, policies: false, notChecked: 0 },
    { roles: 0, findings: 0, actions: false, policies: false, notChecked: 0 },
];
/** The report as GitHub-flavoured Markdown of at most `limit` UTF-8 bytes: as many details as fit. */
function renderMarkdown(report, repository, limit) {
    let text = "";
    for (const tier of TIERS) {
        text = renderTier(report, repository, tier);
        if (Buffer.byteLength(text) <= limit)
            return text;
    }
    return `${heading(report)}\n`;
}
function renderTier(report, repository, tier) {
    const findings = report.findings.filter(({ suppressed }) => suppressed === null);
    const sections = [
        heading(report),
        rolesTable(report.roles, tier),
        ...findings.slice(0, tier.findings).map((finding) => renderFinding(finding, repository, tier)),
        ...(findings.length > tier.findings ? [cut(tier.findings, findings.length, "findings")] : []),
        ...(tier.policies ? policies(report) : []),
        notChecked(report, repository, tier),
        foot(report),
    ];
    return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}
const ICONS = { failure: "❌", success: "✅", neutral: "⚠️" };
const render_LEVELS = { error: "❌", warning: "⚠️", notice: "ℹ️" };
function heading(report) {
    const { errors, warnings, suppressed } = (0,conclusion/* countFindings */.Gt)(report);
    const roles = report.roles.length === 0 ? "no worker role checked" : `${(0,conclusion/* plural */.LS)(report.roles.length, "worker role")} checked`;
    const counts = errors + warnings === 0 ? "nothing missing" : `${(0,conclusion/* plural */.LS)(errors, "error")}, ${(0,conclusion/* plural */.LS)(warnings, "warning")}`;
    const accepted = suppressed > 0 ? `, ${suppressed} suppressed` : "";
    return `### ${ICONS[report.conclusion]} Worker IAM check: ${roles}, ${counts}${accepted}`;
}
function rolesTable(roles, tier) {
    const shown = roles.slice(0, tier.roles);
    if (shown.length === 0)
        return "";
    const kinds = [...new Set(shown.flatMap((role) => Object.keys(role.kinds)))];
    const rows = shown.map((role) => {
        const cells = kinds.map((name) => {
            const kind = role.kinds[name];
            if (kind === undefined)
                return "";
            return `${kind.granted === kind.required ? "✅" : "❌"} ${kind.granted}/${kind.required}`;
        });
        return `| ${[cellCode(role.id), ...cells, trustCell(role), profileCell(role)].join(" | ")} |`;
    });
    const head = ["worker role", ...kinds.map(prose), "trust", "instance profile"];
    const table = [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n");
    return roles.length > shown.length ? `${table}\n\n${cut(shown.length, roles.length, "roles")}` : table;
}
function trustCell(role) {
    const parties = Object.entries(role.trust).map(([party, verdict]) => `${party} ${verdict === "granted" ? "✅" : `❌ ${verdict}`}`);
    if (parties.length === 0)
        return "not in these files";
    return `${parties.join(", ")}${role.applianceVerified ? "" : " <sup>1</sup>"}`;
}
function profileCell(role) {
    if (role.instanceProfile === null || role.trust.ec2 === undefined)
        return "";
    return role.instanceProfile ? "✅" : "❌";
}
function renderFinding(finding, repository, tier) {
    const lines = [
        `${render_LEVELS[finding.severity]} **${finding.rule}** ${prose(finding.message)}`,
        `${locationLink(finding.location, repository)}${finding.help === null ? "" : `: ${prose(finding.help)}`}`,
    ];
    if (tier.actions && finding.kind !== null)
        lines.push(...byService(finding.actions));
    return lines.join("  \n");
}
/** Actions grouped by service, as people look for them: one line each service. */
function byService(actions) {
    const services = new Map();
    for (const action of actions) {
        const [service = "", name = ""] = action.split(":");
        services.set(service, [...(services.get(service) ?? []), name]);
    }
    return [...services].map(([service, names]) => `${code(`${service}:`)} ${names.map(code).join(" ")}`);
}
/** For each role what it lacks, as a statement to paste. */
function policies(report) {
    return report.roles.flatMap((role) => {
        const missing = [...new Set(Object.values(role.kinds).flatMap((kind) => kind.missing))].sort();
        if (missing.length === 0)
            return [];
        const statement = { Effect: "Allow", Action: missing, Resource: "*" };
        const summary = `<summary>Statement that grants what <code>${prose(role.id)}</code> lacks</summary>`;
        return [`<details>${summary}\n\n${fenced("json", JSON.stringify(statement, null, 2))}\n\n</details>`];
    });
}
function notChecked(report, repository, tier) {
    const shown = report.notChecked.slice(0, tier.notChecked);
    if (shown.length === 0)
        return "";
    const lines = shown.map(({ id, location, reason }) => `- ${code(id)} (${locationLink(location, repository)}): ${prose(reason)}`);
    const more = report.notChecked.length > shown.length ? `\n\n${cut(shown.length, report.notChecked.length, "roles")}` : "";
    return `<details><summary>Seen and not checked: ${report.notChecked.length}</summary>\n\n${lines.join("\n")}${more}\n\n</details>`;
}
function cut(shown, all, what) {
    return `*${shown} of ${all} ${what} shown; the report file and the job's log have all of them.*`;
}
function foot(report) {
    const { requirements } = report;
    const unverified = report.roles.some((role) => !role.applianceVerified)
        ? "<sup>1</sup> Any AWS principal was taken for the appliance: set `appliance` to have it verified.<br>"
        : "";
    return `<sub>${unverified}Requirements: ${prose(requirements.source)} (version ${prose(requirements.version)}, ${prose(requirements.date)}). Not visible to this check: SCPs, session and key policies, the caller's own permissions.</sub>`;
}

// EXTERNAL MODULE: ./lib/report/text.js
var report_text = __webpack_require__(4639);
// EXTERNAL MODULE: ./lib/cli/refuse.js
var refuse = __webpack_require__(6136);
;// CONCATENATED MODULE: ./lib/cli/check-command.js










const FORMATS = ["text", "json", "markdown", "sarif", "github"];
/** Runs `check`; gives the exit status. */
async function checkCommand(line, terminal) {
    const format = (0,refuse/* chooseFormat */.H8)(line, FORMATS, terminal);
    if (format === null)
        return 2;
    const { workingDirectory, today } = terminal;
    const scope = { workingDirectory, root: workingDirectory, confined: false };
    const config = (0,find_config/* findConfig */.u)(scope, line.config);
    if ("problem" in config)
        return (0,refuse/* refuse */.TR)([config.problem], terminal);
    const resolved = (0,resolve_options/* resolveOptions */.$)(line.inputs, config.file);
    if ("problems" in resolved)
        return (0,refuse/* refuse */.TR)(resolved.problems, terminal);
    const outcome = await (0,check/* check */.z)(resolved.options.check, { scope, today });
    if ("problems" in outcome)
        return (0,refuse/* refuse */.TR)(outcome.problems, terminal);
    terminal.out(render(outcome.report, format, terminal));
    const faults = writeReportFiles(scope, outcome.report, resolved.options.publish);
    for (const fault of faults)
        terminal.error(`error: ${fault}\n`);
    return faults.length === 0 ? exitStatus(outcome.report) : 2;
}
function exitStatus(report) {
    return report.conclusion === "failure" ? 1 : 0;
}
function render(report, format, terminal) {
    switch (format) {
        case "text":
            return (0,report_text/* renderText */.S)(report, terminal.paint, terminal.columns);
        case "json":
            return `${JSON.stringify(report, null, 2)}\n`;
        case "markdown":
            return renderMarkdown(report, null, Number.POSITIVE_INFINITY);
        case "sarif":
            return renderSarif(report, rules/* allRules */.V);
        case "github":
            return annotations(report)
                .commands.map((command) => `${command}\n`)
                .join("");
    }
}


/***/ })

};
