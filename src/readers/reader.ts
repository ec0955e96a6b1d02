import type { ParameterFile } from "../config/options.js";
import type { Deployment } from "../iam/deployment.js";
import type { Format, OtherHolder, Role, StandingPolicy } from "../iam/model.js";
import type { JsonObject, JsonValue } from "../source/json-node.js";
import type { Node, Text } from "../source/node.js";
import type { Place, SourceDocument } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Workspace } from "../source/workspace.js";
import type { ReadBudget } from "./read-budget.js";

export type { Workspace };

/** A candidate file, parsed once for all readers. */
export type ParsedFile = ParsedJson | ParsedYaml;

export interface ParsedJson {
  readonly syntax: "json";
  readonly file: TextFile;
  readonly value: JsonValue;
  readonly document: SourceDocument;
  /** Why the text isn't JSON, although it could be read: it has commas before closing brackets. */
  readonly fault?: FileProblem;
}

/** A YAML file: one node for each of its documents. Tags such as `!Ref` become maps with their long names (`Ref`, `Fn::Sub`). */
export interface ParsedYaml {
  readonly syntax: "yaml";
  readonly file: TextFile;
  readonly documents: readonly Node[];
  /** Why the text isn't JSON, if it looks like JSON. */
  readonly fault?: FileProblem;
}

export interface ReadContext {
  readonly workspace: Workspace;
  /** The folder of the Terraform root module's blocks. Null: search next to the plan, then upward. */
  readonly terraformRoot: string | null;
  /** The values files that the configuration names for a root module. */
  readonly varFiles?: (folder: string) => readonly string[];
  /** The workspaces that the configuration names. */
  readonly workspaces?: readonly string[];
  /** Where the product is deployed, as far as that is declared. Data sources in Terraform's source get their answers from it. */
  readonly deployment?: Pick<Deployment, "accounts" | "regions"> | null;
  /** The partition that the run is declared to be in. Null if none is declared. */
  readonly partition?: string | null;
  /** Files with parameter values of CloudFormation templates, from the config. */
  readonly parameters: readonly ParameterFile[];
  /** Templates that import from the current one, or export to it. */
  readonly linked?: LinkedTemplates;
  /** Whether a file was read as a part of another one, so that nothing in it counts alone. */
  readonly isPart?: (path: string) => boolean;
  /** Shared by all files of a run. Without it, each file has its own limit. */
  readonly budget?: ReadBudget;
}

export interface LinkedTemplates {
  readonly files: readonly TextFile[];
  /** Export names that several templates have, with the paths of the templates. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** A file to check that can't be read, or not as it should be. The rule `unreadable-file` reports it. */
export interface FileProblem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
  /** Set if the file was read anyway. */
  readonly isRead?: true;
  /** Set if the file was given up because it exceeds a limit, its own or the run's, so that its roles are unknown. */
  readonly isLimit?: true;
  /** Set for a part that exists but isn't read. */
  readonly isHidden?: true;
}

/** Something like a role that was seen but can't be checked, with the reason, for the report's `notChecked`. */
export interface PassedOver {
  readonly id: string;
  readonly reason: string;
  readonly place: Place;
  /** Set for something that may create any role and isn't read: a part of the repository, or a stack whose template is elsewhere. */
  readonly isHidden?: true;
}

export interface ReadResult {
  readonly roles: readonly Role[];
  /** Read on demand. */
  readonly standing?: () => readonly StandingPolicy[];
  /** Other resources that an edit of a role's policy would change. Read on demand. */
  readonly others?: () => readonly OtherHolder[];
  readonly problems: readonly FileProblem[];
  readonly passedOver: readonly PassedOver[];
  /** Files that were read as parts of this one (nested templates). Their content isn't deployed separately. */
  readonly partFiles?: readonly string[];
  /** For a template: the names of its exports and imports. An unknown name may be any that fits. */
  readonly links?: TemplateLinks;
  /** For a Terraform root that is checked from its source: the values files that it was read with. */
  readonly varFiles?: VarFiles;
  /** The folders of the modules that it makes. */
  readonly modules?: readonly string[];
  /** For a plan: whether a folder with these blocks is its root module. */
  readonly isPlanOf?: (folder: string, blocks: { has(key: string): boolean }) => boolean;
  /** For a plan: the facts that its source is compared with. */
  readonly planned?: Planned;
  /** For a plan: the roles of its own state, before the apply. */
  readonly before?: () => readonly Role[];
}

export interface VarFiles {
  /** The root, by the path that its roles have as `file`. */
  readonly root: string;
  readonly files: readonly TextFile[];
}

export interface TemplateLinks {
  readonly exports: readonly Text[];
  /** Names that its policies and roles import. */
  readonly imports: readonly Text[];
  /** Names of the roles to which its policies and instance profiles attach. */
  readonly roles: readonly Text[];
}

export interface Planned {
  /** `{name: {value}}` for the root's variables; `{}` if the value is unknown. */
  readonly variables: () => JsonObject;
  /** The apply's effect on each of the resources that the plan examined, by address. */
  readonly changes: () => ReadonlyMap<string, string>;
  /** Whether the plan's source has the block of a resource. If the plan doesn't say, whether the plan examined the resource. */
  readonly configures: (address: string) => boolean;
  /** Whether the plan examined everything that its source makes. */
  readonly isWhole: () => boolean;
  /** Whether the plan examined all resources of a type in its source. */
  readonly lookedAtAll: (type: string) => boolean;
}

/** One input format. `recognizes` checks only the shape of the top level. The first reader that recognizes a file reads it. */
export interface Reader {
  readonly format: Format;
  recognizes(parsed: ParsedFile): boolean;
  read(parsed: ParsedFile, context: ReadContext): ReadResult;
}
