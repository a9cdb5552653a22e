# The gateway as an image. Package it first: ./mvnw package -DskipTests && docker build -t tallygate .
FROM eclipse-temurin:17-jre

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tallygate \
    && install -d -o tallygate -g tallygate -m 700 /var/lib/tallygate
WORKDIR /opt/tallygate

# four layers, from what seldom changes to what always does; owned by root, so the gateway cannot rewrite itself
COPY target/quarkus-app/lib/ lib/
COPY target/quarkus-app/*.jar ./
COPY target/quarkus-app/app/ app/
COPY target/quarkus-app/quarkus/ quarkus/

# Outside of a container the gateway listens on 127.0.0.1 only; here, whoever publishes the port decides. So it refuses to start
# unless TALLYGATE_ACCESS_KEY_SECRET or TALLYGATE_ACCESS_OIDC_ISSUER (or their ..._FILE) say who may do what.
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    TALLYGATE_DATA_DIR=/var/lib/tallygate
USER tallygate
EXPOSE 8080

# The image has no HTTP client, but bash can speak for itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:-8080} && printf 'GET /q/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "quarkus-run.jar"]
