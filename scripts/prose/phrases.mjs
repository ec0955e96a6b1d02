/** A sentence with "what ..." as its subject. Headings may have one. */
export const QUESTION = [/(?<=^|[.!:;] )What (?!\?)[^.!?;]{3,}(?=[.!;]|$)/, "put the noun first, or ask a question"];

/**
 * Phrasings that read like a translation or use non-American spelling, and what to write instead. They are matched only
 * in prose, never in code. A space matches any whitespace.
 */
export const PHRASES = [
  [/\bmend(?:s|ed|ing)?\b/i, "fix"],
  [/\b(?:is|are|was|were) not(?: yet)? known\b/i, "is unknown"],
  [/\bthat (?:is|are) known (?:in part|not)\b/i, "an unknown value"],
  [/\b(?:is|are|was|were) told (?:of|here|there|by|with)\b/i, "is reported"],
  [/\bjudged is\b/i, "put the subject first: The check evaluates ..."],
  [/\bhangs? on\b/i, "depends on"],
  [/\bfalls? out\b/i, "turns out"],
  [/\bstands? (?:there|here|in|at|on|beside|below|above|between|behind)\b/i, "is, appears"],
  [/\b(?:is|are) no (?:finding|loss|source|text|error|role|policy|plan|JSON|file|more)\b/i, "is not a ..., no longer"],
  [/(?<!\bthere )\b(?:is|are) none(?= of|[,.;:]|$)/i, "is not one"],
  [/\bthat (?:is|are) none\b/i, "that is not one"],
  [/\b(?:names?|admits?|lets? in|gives?|grants?|helps?) nobody\b/i, "is empty, lets in no caller, is useless"],
  [/\bnobody (?:can )?(?:knows?|needs?|named|names|examined)\b/i, "is unknown, unneeded, unnamed, not examined"],
  [/\banother \w+ than\b/i, "a different ... from"],
  [
    /\b(?:with|by|under|of) another (?:format|name|order|path|result|spelling|type|value|version)\b/i,
    "a different ...",
  ],
  [/\bbut for\b/i, "except for"],
  [/\bin the place of\b/i, "instead of"],
  [/\bdo as well\b/i, "work, too"],
  [/\bone's own\b/i, "your own"],
  [/\bneeds? no more than\b/i, "needs only"],
  [/\b(?:of|from) what (?:is|was|has|the)\b/i, "name the thing"],
  [/\bfor ever\b/i, "forever"],
  [/\bmisspelt\b/i, "misspelled"],
  [/\blicences?\b/i, "license"],
  [/\b(?:behaviour|colour|favour|neighbour|honour)\w*\b/i, "-or"],
  [/\b(?:authori|recogni|organi|tokeni|summari|normali|minimi|seriali|synthesi)s(?:e|es|ed|ing|ation)\b/i, "-ize"],
  [/\b(?:towards|upwards|downwards|whilst|amongst)\b/i, "toward, upward, while, among"],
  [/\bjudge[sd]?\b(?! is)/i, "check, evaluate"],
  [/\bwins? over\b/i, "overrides, takes precedence over"],
  [/\b(?:under a condition|on some resources) only\b/i, "only under a condition, only on some resources"],
  [/\bma(?:kes?|de) (?:a|the) (?:plan|role|template)s?\b/i, "create, generate"],
  [/\b(?:files?|plans?|templates?) holds?\b/i, "contains"],
  [/\b(?:is|are|was|were) (?:not )?taken over\b/i, "is inherited, is replaced"],
  [/\bfrom the next [a-z]+ on\b/i, "takes effect with the next ..."],
  [/\bas everywhere\b/i, "also applies here"],
  [/\bmay be left out\b/i, "is optional"],
  [/\b(?:goes|go) for\b/i, "applies to"],
  [/\bblanks\b|\b(?:a|the) blank\b(?! (?:line|text))/i, "space, whitespace"],
  [/\b([a-z]+) \1\b(?<!\bthat that|\bhad had)/i, "a word twice"],
];

/** Checked only in the product's own messages. */
export const MESSAGE_PHRASES = [
  [/(?<!\bthere )\b(?:is|are) no [a-z`]+/i, "is not a ..."],
  [/\bstands? twice\b/i, "occurs twice"],
  [/\breplace\b[^;]*? by\b/i, "replace ... with"],
  [/\bblank\b/i, "space"],
  [/\bat hand\b/i, "available"],
];
