# swfd in a container: one static program as a user without rights, nothing to write to but the volume.
#
#   docker build -t swfd .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --network host -v swfd:/data swfd
#
# By itself the server listens on loopback addresses only: a container shares the network of its host, or of the other containers of its
# pod. How to publish its port is told in packaging/README.md.

ARG GO_VERSION=1.26.8
FROM golang:${GO_VERSION}-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
# With .git among the files, the program knows which commit it was built from.
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/swfd ./cmd/swfd
RUN mkdir /out/data

FROM scratch
LABEL org.opencontainers.image.title="swfd" \
      org.opencontainers.image.description="A self-hosted server for the Amazon SWF API" \
      org.opencontainers.image.source="https://github.com/swfd/swfd" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/swfd /swfd
# A new volume takes the owner of the folder that it is laid over.
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV SWFD_LISTEN=127.0.0.1:7933 \
    SWFD_ADMIN_LISTEN=127.0.0.1:7934 \
    SWFD_DATA=/data \
    SWFD_LOG_FORMAT=json
VOLUME /data
EXPOSE 7933
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=60s --retries=3 CMD ["/swfd", "health"]
ENTRYPOINT ["/swfd"]
CMD ["server"]
