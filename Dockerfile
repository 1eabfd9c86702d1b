# Exact tags; docs/deployment.md tells how to pin digests.
FROM maven:3.9.16-eclipse-temurin-25-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q -DskipTests -pl app -am package
RUN java -Djarmode=tools -jar app/target/holdfast.jar extract --layers --destination /extracted

# What changes least comes first: an ordinary change of code replaces the last small layer and the cache.
FROM eclipse-temurin:25.0.4_7-jre-noble AS node
RUN groupadd --gid 10001 holdfast \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin holdfast
WORKDIR /app
COPY deploy/image/jvm.options deploy/image/healthcheck.sh ./
COPY --from=build /extracted/dependencies/ ./
COPY --from=build /extracted/spring-boot-loader/ ./
COPY --from=build /extracted/snapshot-dependencies/ ./
COPY --from=build /extracted/application/ ./

FROM node AS training
COPY deploy/image/train.sh ./
RUN install -d -o holdfast -g holdfast cache
USER 10001:10001
RUN ./train.sh /app/cache/holdfast.aot

FROM node
COPY --from=training --chown=root:root /app/cache/ ./cache/
USER 10001:10001
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/cache/holdfast.aot", "-jar", "/app/holdfast.jar"]
