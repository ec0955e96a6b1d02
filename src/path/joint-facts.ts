import { jointFacts } from "../iam/assumed.js";
import type { Role } from "../iam/model.js";
import { oncePer } from "../source/once-per.js";

/** The facts common to all variants of a role. Many roles are compared with each other, so they are found once per role. */
export const jointFactsOf = oncePer(({ variants }: Role) => jointFacts(variants));
