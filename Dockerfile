# The command line in a container: docker run --rm --network none --volume "$PWD:/work:ro" IMAGE check infra
# The base is named by its tag, so that a build gets the fixes of Node.js and Alpine.
# Its digest is not pinned here: a wrong one fails every release, and an old one keeps old faults.
FROM node:24-alpine
COPY --chown=root:root package.json LICENSE THIRD-PARTY-LICENSES.md /opt/worker-iam-check/
COPY --chown=root:root dist/cli /opt/worker-iam-check/dist/cli
# The image's own account without rights. Mount the files to read; `fix` and report files need a mount that it may write to.
USER node
WORKDIR /work
ENTRYPOINT ["node", "/opt/worker-iam-check/dist/cli/index.js"]
CMD ["--help"]
