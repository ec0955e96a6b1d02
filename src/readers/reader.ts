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

/** A candidate file that was parsed once for all readers. */
export type ParsedFile = ParsedJson | ParsedYaml;

export interface ParsedJson {
  readonly syntax: "json";
  readonly file: TextFile;
  readonly value: JsonValue;
  readonly document: SourceDocument;
  /** The reason why the text isn't valid JSON, although it could be read: it has commas before closing brackets. */
  readonly fault?: FileProblem;
}

/** A YAML file, with one node per document. Tags such as `!Ref` become maps with the long names (`Ref`, `Fn::Sub`) as keys. */
export interface ParsedYaml {
  readonly syntax: "yaml";
  readonly file: TextFile;
  readonly documents: readonly Node[];
  /** The reason why the text isn't valid JSON, if it looks like JSON. */
  readonly fault?: FileProblem;
}

export interface ReadContext {
  readonly workspace: Workspace;
  /** The folder of the Terraform root module. Null to search next to the plan, then upward. */
  readonly terraformRoot: string | null;
  /** Returns the values files that the configuration names for a root module. */
  readonly varFiles?: (folder: string) => readonly string[];
  /** The workspaces that the configuration names. */
  readonly workspaces?: readonly string[];
  /** The declared accounts and regions of the deployment, which answer data sources in Terraform source. */
  readonly deployment?: Pick<Deployment, "accounts" | "regions"> | null;
  /** The declared partition. Null if none is declared. */
  readonly partition?: string | null;
  /** Files from the configuration with parameter values for CloudFormation templates. */
  readonly parameters: readonly ParameterFile[];
  /** Templates that import from the current one or export to it. */
  readonly linked?: LinkedTemplates;
  /** Whether a file was read as part of another file, so that its contents don't count separately. */
  readonly isPart?: (path: string) => boolean;
  /** Shared by all files of a run. Without it, each file has its own limit. */
  readonly budget?: ReadBudget;
}

export interface LinkedTemplates {
  readonly files: readonly TextFile[];
  /** Export names that several templates have, with the templates' paths. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** A checked file that can't be read, or not completely. The rule `unreadable-file` reports it. */
export interface FileProblem {
  readonly message: string;
  readonly help: string | null;
  readonly place: Place;
  /** Set if the file was read anyway. */
  readonly isRead?: true;
  /** Set if the file was abandoned because it exceeds its own limit or the run's, so that its roles are unknown. */
  readonly isLimit?: true;
  /** Set for a part that exists but isn't read. */
  readonly isHidden?: true;
}

/** Something like a role that was found but can't be checked, with the reason, for `notChecked` in the report. */
export interface PassedOver {
  readonly id: string;
  readonly reason: string;
  readonly place: Place;
  /** Set for something that isn't read and may create any role: a part of the repository, or a stack with a template elsewhere. */
  readonly isHidden?: true;
}

export interface ReadResult {
  readonly roles: readonly Role[];
  /** Policies that don't belong to roles. Read on demand. */
  readonly standing?: () => readonly StandingPolicy[];
  /** Other resources that would change if a role's policy were edited. Read on demand. */
  readonly others?: () => readonly OtherHolder[];
  readonly problems: readonly FileProblem[];
  readonly passedOver: readonly PassedOver[];
  /** Files that were read as parts of this one, such as nested templates. Their contents aren't deployed separately. */
  readonly partFiles?: readonly string[];
  /** For a template: the names of its exports and imports. An unknown name may be any name that fits. */
  readonly links?: TemplateLinks;
  /** For a Terraform root that is checked from its source: the values files that it was read with. */
  readonly varFiles?: VarFiles;
  /** The folders of the modules that the root or plan uses. */
  readonly modules?: readonly string[];
  /** For a plan: the folder that its source is read from. */
  readonly rootFolder?: string | null;
  /** For a plan: whether a folder with these blocks is its root module. */
  readonly isPlanOf?: (folder: string, blocks: { has(key: string): boolean }) => boolean;
  /** For a plan: the facts to compare with its source. */
  readonly planned?: Planned;
  /** For a plan: the roles in its prior state, before apply. */
  readonly before?: () => readonly Role[];
}

export interface VarFiles {
  /** The root's path: the `file` of its roles. */
  readonly root: string;
  readonly files: readonly TextFile[];
}

export interface TemplateLinks {
  readonly exports: readonly Text[];
  /** Names that the template's policies and roles import. */
  readonly imports: readonly Text[];
  /** Names of the roles that the template's policies and instance profiles attach to. */
  readonly roles: readonly Text[];
}

export interface Planned {
  /**
   * `{name: {value}}` for the root's variables, or `{}` if a value is unknown. Without variables that have the default
   * of the plan's own source, if no values file sets them: the source's default of today applies.
   */
  readonly variables: (isSet: (name: string) => boolean) => JsonObject;
  /** The effect of apply on each resource that the plan examined, by address. */
  readonly changes: () => ReadonlyMap<string, string>;
  /** Whether the plan's source contains the block of a resource. If the plan doesn't list blocks, whether it examined the resource. */
  readonly configures: (address: string) => boolean;
  /** Whether the plan examined everything in its source. */
  readonly isWhole: () => boolean;
  /** Whether the plan examined all resources of a type in its source. */
  readonly lookedAtAll: (type: string) => boolean;
}

/** An input format. `recognizes` checks only the shape of the top level. The first reader that recognizes a file reads it. */
export interface Reader {
  readonly format: Format;
  recognizes(parsed: ParsedFile): boolean;
  read(parsed: ParsedFile, context: ReadContext): ReadResult;
}
