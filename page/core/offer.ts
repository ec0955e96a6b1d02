import { loadAuthorization } from "../../src/iam/service-authorization.js";
import { TOOL } from "../../src/report/tool.js";
import { catalogRequirements, catalogVersions } from "../../src/requirements/catalog/index.js";

/** A version of the vendor's lists. */
export interface Version {
  readonly version: string;
  readonly title: string;
  readonly date: string;
  readonly kinds: readonly { readonly name: string; readonly description: string }[];
}

export interface Offer {
  readonly tool: string;
  readonly versions: readonly Version[];
}

/** Lists the versions to choose from. Called at build time, because reading all lists takes a worker longer than a check. */
export async function makeOffer(): Promise<Offer> {
  const known = await loadAuthorization();
  const versions = catalogVersions().flatMap((version): Version[] => {
    const requirements = catalogRequirements(version, known);
    if (requirements === null) return [];
    const { title, date } = requirements;
    const kinds = requirements.kinds.map(({ name, description }) => ({ name, description }));
    return [{ version, title, date, kinds }];
  });
  return { versions, tool: `${TOOL.name} ${TOOL.version}` };
}
