# The API, the site and the `therapy` command, for any DynamoDB that DYNAMODB_ENDPOINT or AWS_REGION names.
FROM node:24-slim AS site

WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-progress
COPY web ./
RUN npm run build

FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
RUN useradd --create-home --uid 10001 therapy
WORKDIR /app

COPY setup.cfg pyproject.toml constraints.txt README.md LICENSE ./
COPY therapy_core therapy_core
COPY therapy_api therapy_api
COPY therapy_cli therapy_cli
RUN pip install --constraint constraints.txt '.[api,cli]' \
    && rm -rf therapy_core therapy_api therapy_cli build *.egg-info \
    && mkdir .data && chown therapy .data
COPY migrations migrations
COPY seeds seeds
COPY --from=site /web/dist web/dist

# Where the processes show that they are alive is memory: on a busy disk one can seem to hang.
ENV GUNICORN_CMD_ARGS="--worker-tmp-dir /dev/shm"
USER therapy
EXPOSE 5000
CMD ["therapy", "run", "--host", "0.0.0.0"]
