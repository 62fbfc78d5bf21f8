# Builds Stepwise with the same scripts as `make run` and leaves one folder, one user and one volume.
# Both base images are arguments, so that a closed network can name its own.
ARG RUST_IMAGE=debian:bookworm
ARG RUN_IMAGE=debian:bookworm-slim

FROM ${RUST_IMAGE} AS build
# With rustup in the base image the script takes it, otherwise Debian's compiler.
ENV STEPWISE_CACHE=/tools
WORKDIR /src
# The tools change seldom: a layer of their own, which depends on their versions only.
COPY Cargo.toml rust-toolchain.toml ./
COPY end2end/package.json end2end/package-lock.json end2end/.npmrc end2end/
COPY tools tools
RUN tools/setup.sh run && rm -rf /var/lib/apt/lists/*
COPY . .
RUN CI=true tools/build.sh release

FROM ${RUN_IMAGE}
# Certificates for outgoing mail over TLS.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin stepwise \
    && install --directory --owner=stepwise --group=stepwise --mode=0700 /data
# The binary, hash.txt beside it, and the site.
COPY --from=build /src/target/ready/release /opt/stepwise
ENV PATH=/opt/stepwise:$PATH \
    LEPTOS_OUTPUT_NAME=stepwise \
    LEPTOS_SITE_ROOT=/opt/stepwise/site \
    LEPTOS_SITE_PKG_DIR=pkg \
    LEPTOS_HASH_FILES=true \
    LEPTOS_ENV=PROD \
    STEPWISE_ADDR=0.0.0.0:3000 \
    STEPWISE_DATA=/data
USER stepwise
WORKDIR /data
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["stepwise", "healthcheck"]
ENTRYPOINT ["stepwise"]
CMD ["serve"]
