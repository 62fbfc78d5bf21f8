#!/usr/bin/env bash
# Validates compose.yml, deploy/kubernetes, the dashboard and the systemd unit. The schemas come from PyPI (docker-compose
# and kubernetes-validate).
# shellcheck source=tools/common.sh
. "$(dirname "$0")/../common.sh"

COMPOSE=1.29.2 KUBERNETES=1.37.0
python=$STEPWISE_CACHE/python/deploy-check-$COMPOSE-$KUBERNETES

schemas() {
  rm -rf "$python" && python3 -m venv "$python" &&
    "$python/bin/pip" install --quiet --disable-pip-version-check "kubernetes-validate==$KUBERNETES" pyyaml jsonschema &&
    "$python/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest "$python" "docker-compose==$COMPOSE" &&
    python3 -m zipfile -e "$python/docker_compose-$COMPOSE-py2.py3-none-any.whl" "$python/docker-compose" &&
    touch "$python/.done"
}

python3 -c 'import venv, ensurepip' 2>/dev/null || apt_install "to validate deploy/" python3-venv
[ -e "$python/.done" ] || step "Schemas of compose and Kubernetes from PyPI" schemas

folder=$(mktemp -d /tmp/stepwise-deploy.XXXXXX)
trap 'rm -rf "$folder"' EXIT
tools/dist/create-env.sh "$folder/env" >/dev/null
step "Validation of compose, Kubernetes, dashboard and systemd unit" \
  "$python/bin/python" tools/dist/deploy-check.py "$python/docker-compose/compose/config/compose_spec.json" "$folder/env"
sed 's/^/    /' "$STEP_LOG"
