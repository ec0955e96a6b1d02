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
  /** Why the text is no JSON although it could be read: it has commas before closing brackets. */
  readonly fault?: FileProblem;
}

/** A YAML file: one node for each document in it. Tags such as `!Ref` stand as maps with their long name (`Ref`, `Fn::Sub`). */
export interface ParsedYaml {
  readonly syntax: "yaml";
  readonly file: TextFile;
  readonly documents: readonly Node[];
  /** Why the text is no JSON, where it looks like it. */
  readonly fault?: FileProblem;
}

export interface ReadContext {
  readonly workspace: Workspace;
  /** Folder of the Terraform root module's blocks; `null`: look beside the plan, then upwards. */
  readonly terraformRoot: string | null;
  /** Files of values that the configuration names for a root module. */
  readonly varFiles?: (folder: string) => readonly string[];
  /** Those that the configuration names. */
  readonly workspaces?: readonly string[];
  /** Where the product works, as far as that is declared: what data sources of Terraform's source tell. */
  readonly deployment?: Pick<Deployment, "accounts" | "regions"> | null;
  /** The partition that the run is declared to be in; null where nothing tells. */
  readonly partition?: string | null;
  /** Which files hold the parameter values of CloudFormation templates, from the config. */
  readonly parameters: readonly ParameterFile[];
  /** Templates that import from the one that is read, or export to it. */
  readonly linked?: LinkedTemplates;
  /** Whether a file was read as a part of another one, so that nothing of it counts by itself. */
  readonly isPart?: (path: string) => boolean;
  /** Shared by all files of a run; without it, each file is bounded by itself. */
  readonly budget?: ReadBudget;
}

export interface LinkedTemplates {
  readonly files: readonly TextFile[];
  /** Export names that several templates have, with their paths. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** A file that is ours and can't be read, or not as it should be: the rule `unreadable-file` reports it. */
export interface FileProblem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
  /** Of a file that was read all the same. */
  readonly isRead?: true;
  /** Nobody knows what the file makes: it costs more than it may, or the run had spent its budget. */
  readonly isLimit?: true;
  /** Of a part that is there and is not read. */
  readonly isHidden?: true;
}

/** A role-like thing that was seen and can't be checked, with the reason, for the report's `notChecked`. */
export interface PassedOver {
  readonly id: string;
  readonly reason: string;
  readonly place: Place;
}

export interface ReadResult {
  readonly roles: readonly Role[];
  /** Read when asked for. */
  readonly standing?: () => readonly StandingPolicy[];
  /** What an edit of a role's policy would change as well. Read when asked for. */
  readonly others?: () => readonly OtherHolder[];
  readonly problems: readonly FileProblem[];
  readonly passedOver: readonly PassedOver[];
  /** Files that were read as parts of this one (nested templates): what they hold by themselves is not deployed. */
  readonly partFiles?: readonly string[];
  /** Of a template: names of exports. One that is unknown may be any that fits. */
  readonly links?: TemplateLinks;
  /** Of a Terraform root that is judged from its source: the files of values that it was read with. */
  readonly varFiles?: VarFiles;
  /** The folders of the modules that it makes. */
  readonly modules?: readonly string[];
  /** Of a plan: whether a folder, with the blocks in it, is that of its root module. */
  readonly isPlanOf?: (folder: string, blocks: { has(key: string): boolean }) => boolean;
  /** Of a plan: what its source is compared with. */
  readonly planned?: Planned;
  /** Of a plan: the roles of its own state, as they are before it is applied. */
  readonly before?: () => readonly Role[];
}

export interface VarFiles {
  /** As the roles of the root have it for their file. */
  readonly root: string;
  readonly files: readonly TextFile[];
}

export interface TemplateLinks {
  readonly exports: readonly Text[];
  /** Those that its policies and roles import. */
  readonly imports: readonly Text[];
  /** Those of the roles that its policies and instance profiles attach themselves to. */
  readonly roles: readonly Text[];
}

export interface Planned {
  /** `{name: {value}}` of the root's variables; `{}` for one whose value is unknown. */
  readonly variables: () => JsonObject;
  /** What the apply does to each of the resources that the plan looked at, by their addresses. */
  readonly changes: () => ReadonlyMap<string, string>;
  /** Whether the source that the plan was made of has the block of a resource; any block, where the plan does not tell. */
  readonly configures: (address: string) => boolean;
  /** Whether the plan looked at all that its source makes. */
  readonly isWhole: () => boolean;
  /** Whether the plan looked at all resources of a type that its source has. */
  readonly lookedAtAll: (type: string) => boolean;
}

/** One input format. `recognises` looks only at the shape of the top level; the first reader that says yes reads the file. */
export interface Reader {
  readonly format: Format;
  recognises(parsed: ParsedFile): boolean;
  read(parsed: ParsedFile, context: ReadContext): ReadResult;
}
