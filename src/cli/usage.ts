/** What `--help` prints: fits 80 columns. */
export const USAGE = `worker-iam-check: do the IAM worker roles satisfy Veeam Backup for AWS?

usage: worker-iam-check check [PATH|GLOB...] [options]
       worker-iam-check fix [PATH|GLOB...] [--dry-run] [options]
       worker-iam-check baseline [PATH|GLOB...] [--baseline FILE] [options]
       worker-iam-check explain ROLE ACTION [PATH|GLOB...] [options]
       worker-iam-check policy KIND... [--format json|cloudformation|terraform]
       worker-iam-check diff VERSION|FILE VERSION|FILE [--format text|json]

  PATH|GLOB                files, folders or globs; a folder stands for
                           **/*.{json,yaml,yml,template,cform} below it
  --roles 'PATTERN: KIND, KIND'
                           which roles to check for what (repeatable); kinds are
                           backup, restore, communication, backup-worker,
                           restore-worker, worker, everything; from version 10
                           on efs-backup, redshift-restore and others, too
                           (docs/requirements.md); or 'PATTERN: ignore'
  --appliance ARN          role or account of the backup appliance (repeatable)
  --requirements VERSION   version of the vendor's lists (default 7; 10, 13.1,
                           latest), or a file of your own: docs/requirements.md
  --terraform-root DIR     where the root module's .tf files are
  --fail-on LEVEL          error (default), warning, never
  --if-no-roles LEVEL      error (default), warning, ignore
  --base REF               findings that this branch, tag or commit has as well
                           are marked as old
  --baseline FILE          and so are those of this file: baseline writes it,
                           check reads it (a report file will do as well)
  --fail-on-new-only true  old findings are reported, but don't count
  --config FILE            default .github/worker-iam-check.yml, if present
  --report-file FILE       write the report as JSON, too
  --sarif-file FILE        write it as SARIF, too
  --format FORMAT          text (default), json, markdown, sarif, github
  --dry-run                fix: print a diff and write nothing
  --version, --help

exit status: 0 all well, 1 findings, 2 usage or configuration
`;
