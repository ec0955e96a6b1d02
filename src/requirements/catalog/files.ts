import v7 from "./7.json" with { type: "json" };
import v10 from "./10.json" with { type: "json" };
import v13_1 from "./13.1.json" with { type: "json" };

/**
 * Every available version of the vendor's lists, oldest first. A new version is one data file and one entry here. The build compresses them
 * (`scripts/pack-texts.mjs`), so that repeated text adds nothing to a bundle.
 */
export const files = () => [v7, v10, v13_1];
