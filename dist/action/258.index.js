export const id = 258;
export const ids = [258];
export const modules = {

/***/ 4258:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  octokitGitHub: () => (/* binding */ octokitGitHub)
});

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
;// CONCATENATED MODULE: ./lib/action/retry.js
/** Three tries: a publishing step that waits for longer costs more than the comment is worth. */
const TRIES = 3;
/** Milliseconds; GitHub's secondary limits ask for up to a minute, and such a wait is not begun. */
const LONGEST_WAIT = 20_000;
/** Runs a request again after server errors, rate limits and broken connections; not after an answer that stays the same. */
async function withRetries(request) {
    for (let attempt = 1;; attempt += 1) {
        try {
            return await request();
        }
        catch (error) {
            const wait = waitBefore(error, attempt);
            if (attempt >= TRIES || wait === null)
                throw error;
            await new Promise((resolve) => setTimeout(resolve, wait));
        }
    }
}
function waitBefore(error, attempt) {
    const { status, response } = describe(error);
    const retryAfter = Number(response?.headers?.["retry-after"]);
    const asked = Number.isFinite(retryAfter) ? retryAfter * 1000 : null;
    // 403 is a refusal, unless it says when to come back: then it is a rate limit.
    const passing = status === undefined || status >= 500 || status === 429 || (status === 403 && asked !== null);
    const wait = asked ?? 250 * 2 ** attempt;
    return passing && wait <= LONGEST_WAIT ? wait : null;
}
function describe(error) {
    return typeof error === "object" && error !== null ? error : {};
}

;// CONCATENATED MODULE: ./lib/action/octokit-github.js


/** The login of the token that GitHub gives to workflows. */
const WORKFLOW_LOGIN = "github-actions[bot]";
/** How long one request may take, in milliseconds. */
const TIMEOUT = 20_000;
function octokitGitHub(token, owner, repo, apiUrl) {
    const { rest, paginate, graphql } = (0,github/* getOctokit */.Q)(token, { baseUrl: apiUrl });
    const request = () => ({ signal: AbortSignal.timeout(TIMEOUT) });
    return {
        /** `GET /user` is refused to App tokens; `viewer` answers all kinds of token. Where it fails, it is the workflow's. */
        async login() {
            try {
                const answer = await graphql("query { viewer { login } }", {
                    request: request(),
                });
                return answer.viewer.login;
            }
            catch {
                return WORKFLOW_LOGIN;
            }
        },
        listComments: (pullRequest) => withRetries(async () => {
            const parameters = { owner, repo, issue_number: pullRequest, per_page: 100, request: request() };
            return (await paginate(rest.issues.listComments, parameters)).map(toComment);
        }),
        createComment: (pullRequest, body) => withRetries(async () => {
            const { data } = await rest.issues.createComment({
                owner,
                repo,
                issue_number: pullRequest,
                body,
                request: request(),
            });
            return toComment(data);
        }),
        updateComment: (id, body) => withRetries(async () => {
            const { data } = await rest.issues.updateComment({ owner, repo, comment_id: id, body, request: request() });
            return toComment(data);
        }),
        changedFiles: (pullRequest) => withRetries(async () => {
            const files = await paginate(rest.pulls.listFiles, {
                owner,
                repo,
                pull_number: pullRequest,
                per_page: 100,
                request: request(),
            });
            return files.flatMap((file) => [file.filename, ...(file.previous_filename ? [file.previous_filename] : [])]);
        }),
    };
}
function toComment(data) {
    return { id: data.id, body: data.body ?? "", author: data.user?.login ?? "", url: data.html_url };
}


/***/ })

};
