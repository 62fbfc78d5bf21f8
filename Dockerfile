# An image with one executable and the files that the executable needs: no shell, no package manager, one unprivileged
# user. The executable is built by the same scripts as in `make dist`.
#   docker build --tag stepwise .
# The base image is an argument, so that a network without Docker Hub can use its own image. The image must have apt.
ARG BUILD_IMAGE=debian:bookworm

FROM ${BUILD_IMAGE} AS tools
# install.sh uses rustup if the base image has it, otherwise Debian's compiler.
ENV STEPWISE_CACHE=/tools
WORKDIR /src
# The tools rarely change. They have their own layer, which depends only on their versions.
COPY Cargo.toml rust-toolchain.toml ./
COPY end2end/package.json end2end/package-lock.json end2end/.npmrc end2end/
COPY tools/common.sh tools/
COPY tools/site/Cargo.toml tools/site/Cargo.lock tools/site/
COPY tools/site/src/main.rs tools/site/src/
COPY tools/setup/install.sh tools/setup/cargo-tool.sh tools/setup/wasm-target.sh tools/setup/
COPY tools/test/api/requirements.txt tools/test/api/
RUN tools/setup/install.sh run && rm -rf /var/lib/apt/lists/*

# Compiling the dependencies takes longest. This layer is reused until Cargo.lock changes.
FROM tools AS dependencies
COPY tools/build/browser.sh tools/build/
COPY tools/dist/image-dependencies.sh tools/dist/
COPY Cargo.lock ./
COPY .cargo/config.toml .cargo/
COPY app/Cargo.toml app/
COPY backend/Cargo.toml backend/
COPY domain/Cargo.toml domain/
COPY frontend/Cargo.toml frontend/
COPY load/Cargo.toml load/
COPY migration/Cargo.toml migration/
COPY server/Cargo.toml server/
COPY texts/Cargo.toml texts/
RUN CI=true tools/dist/image-dependencies.sh

FROM dependencies AS build
COPY . .
RUN CI=true tools/dist/dist.sh native
# The executable, its libraries, certificates for mail servers, a user, and an empty folder for the data.
RUN tools/dist/image-root.sh target/ready/dist/stepwise /image

FROM scratch
COPY --from=build /image/system/ /
# The server writes only to /data, so the root file system can be read-only. /data must not exist before this line:
# Docker keeps the owner of an existing folder and ignores --chown, and a new volume gets its owner from the image.
COPY --from=build --chown=10001:10001 /image/owned/ /
ENV STEPWISE_ADDR=0.0.0.0:8000 \
    STEPWISE_DATA=/data \
    STEPWISE_LOG_FORMAT=json \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["/stepwise", "healthcheck"]
ENTRYPOINT ["/stepwise"]
CMD ["serve"]
