#!/usr/bin/env bash
# A real web server: TLS with certificates good and bad, HTTP/2, gzip, ETag, redirects; its log proves
# what was asked.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/tap.sh

site=$temp/site
log=$temp/access.log
export HOME=$temp NEWSLEDGER_RULES=$temp/rules NEWSLEDGER_ALLOW_ADDRESSES=127.0.0.0/8 \
    NEWSLEDGER_HOST_DELAY=0 SSL_CERT_FILE=$temp/ca.pem
trap 'stop_nginx; rm -rf "$temp"' EXIT

# ---- certificates

authority() { # NAME
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj "/CN=$1" -keyout "$temp/$1.key" -out "$temp/$1.pem"
}

certificate() { # NAME HOST AUTHORITY DAYS
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
        -keyout "$temp/$1.key" -out "$temp/$1.csr"
    openssl x509 -req -in "$temp/$1.csr" -CA "$temp/$3.pem" -CAkey "$temp/$3.key" -CAcreateserial \
        -days "$4" -extfile <(printf 'subjectAltName=DNS:%s' "$2") -out "$temp/$1.pem"
}

make_certificates() {
    authority ca && authority stranger && certificate good good.localhost ca 2 &&
        certificate expired expired.localhost ca -1 && certificate name other.localhost ca 2 &&
        certificate unknown unknown.localhost stranger 2 && certificate old old.localhost ca 2
}

# ---- the server

server() { # NAME PORT PROTOCOLS
    printf 'server { listen 127.0.0.1:%s ssl http2; ssl_certificate %s.pem; ssl_protocols %s;
        ssl_certificate_key %s.key; ssl_ciphers ALL:@SECLEVEL=0; root %s;
        location /old/ { rewrite ^/old/(.*)$ /$1 permanent; } }\n' \
        "$2" "$temp/$1" "$3" "$temp/$1" "$site"
}

write_config() { # PORT
    [ "$(id -u)" != 0 ] || echo 'user root;'
    printf 'pid %s/pid; error_log %s/error.log; worker_processes 1; events {}\n' "$temp" "$temp"
    printf 'http { log_format own "$server_port $uri $status $server_protocol'
    printf ' etag=$http_if_none_match range=$http_range cookie=$http_cookie from=$http_referer'
    printf ' coding=$sent_http_content_encoding bytes=$body_bytes_sent";\n'
    printf 'access_log %s own; gzip on; gzip_min_length 100; gzip_types *;\n' "$log"
    printf '%s_temp_path %s/tmp;\n' client_body "$temp" proxy "$temp" fastcgi "$temp" uwsgi "$temp" \
        scgi "$temp"
    server good "$1" 'TLSv1.2 TLSv1.3'
    server expired $(($1 + 1)) 'TLSv1.2 TLSv1.3'
    server name $(($1 + 2)) 'TLSv1.2 TLSv1.3'
    server unknown $(($1 + 3)) 'TLSv1.2 TLSv1.3'
    server old $(($1 + 4)) 'TLSv1.1'
    echo '}'
}

# On five free ports, which nobody can promise: where one is taken, others are tried.
start_nginx() {
    local try
    for try in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + (RANDOM % 5000) * 5))
        write_config "$port" >"$temp/nginx.conf"
        /usr/sbin/nginx -e "$temp/error.log" -c "$temp/nginx.conf" && return
    done
    return 1
}

stop_nginx() {
    [ ! -s "$temp/pid" ] || kill "$(cat "$temp/pid")"
}

# ---- the site

write_site() {
    local base=https://good.localhost:$port n
    mkdir -p "$site" "$temp/rules/looms"
    printf '<rss version="2.0"><channel><title>Looms</title>' >"$site/feed.xml"
    for n in old/1 2; do
        printf '<item><title>Loom</title><link>%s/%s.html</link></item>' "$base" "$n"
    done >>"$site/feed.xml"
    printf '</channel></rss>' >>"$site/feed.xml"
    for n in 1 2; do
        printf '<html><title>Loom %s</title><h1>Loom %s</h1><p>The mill of number %s has woven all
            day, and the weavers went home late.</p></html>' "$n" "$n" "$n" >"$site/$n.html"
    done
    source_of good "$port" 0
    source_of expired "$port" 1
    source_of name "$port" 2
    source_of unknown "$port" 3
    source_of old "$port" 4
}

source_of() { # NAME PORT OFFSET
    local file=$temp/rules/looms/sources.yaml
    [ -s "$file" ] || echo 'sources:' >"$file"
    printf "  %s: {name: %s, feed: 'https://%s.localhost:%s/feed.xml', language: en, every: 1h, \
status: verified, evidence: own}\n" "$1" "$1" "$1" $(($2 + $3)) >>"$file"
}

# ---- what is to hold

first_run() {
    "$NEWSLEDGER" run --quiet 2>"$temp/err"
    local status=$?
    cat "$temp/err"
    [ $status = 1 ]
}

problem_of() { # SOURCE
    cat "$temp/err"
    [ "$(grep -c "^$1: fetch: https://$1.localhost:[0-9]*/feed.xml: tls: " "$temp/err")" = 1 ]
}

no_other_problem() { [ "$(wc -l <"$temp/err")" = 4 ]; }

read_both() {
    [ "$("$NEWSLEDGER" query articles --format csv | grep -c 'Loom [12]')" = 2 ]
}

asked() { # PATTERN: a request in the log
    cat "$log"
    grep -q "^$port $1" "$log"
}

nothing_asked_without_trust() { ! grep -v "^$port " "$log"; }

nothing_told() { ! grep -v 'range=- cookie=- from=- ' "$log"; }

second_run() {
    : >"$log"
    "$NEWSLEDGER" run --quiet --all --source good
}

only_the_feed() { [ "$(wc -l <"$log")" = 1 ]; }

check 'certificates are made' make_certificates
start_nginx
check 'the server starts' test -s "$temp/pid"
write_site
check 'a run tells that there were problems' first_run
check 'a certificate that has expired is refused' problem_of expired
check 'a certificate of another host is refused' problem_of name
check 'a certificate of an unknown authority is refused' problem_of unknown
check 'a server that knows TLS 1.1 alone is refused' problem_of old
check 'there is no other problem' no_other_problem
check 'both articles are read' read_both
check 'the feed comes by HTTP/2 and compressed' \
    asked '/feed.xml 200 HTTP/2.0 etag=- .* coding=gzip'
check 'robots.txt is asked for' asked '/robots.txt 404 HTTP/2.0'
check 'a redirect is followed' asked '/1.html 200 HTTP/2.0'
check 'nothing is asked of who is not trusted' nothing_asked_without_trust
check 'neither ranges nor cookies nor referrers are sent' nothing_told
check 'a second run finds nothing' second_run
check 'it asks with the ETag, and gets no byte' asked '/feed.xml 304 HTTP/2.0 etag=W/[^ ]* .* bytes=0$'
check 'and asks for nothing else' only_the_feed
check_done
