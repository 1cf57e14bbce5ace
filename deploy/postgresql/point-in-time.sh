#!/bin/sh
# Keeps PostgreSQL's log, and brings the database back to a moment (docs/backup.md). For the account that runs PostgreSQL.
#
#   point-in-time.sh settings ARCHIVE             what postgresql.conf has to say; then restart the server
#   point-in-time.sh base ARCHIVE [OPTION ...]    a base backup, each week; options as pg_basebackup takes them (-h, -p, -U)
#   point-in-time.sh thin ARCHIVE NUMBER          removes all bases but the newest, and the log that only they need
#   point-in-time.sh restore ARCHIVE FOLDER TIME  makes a new FOLDER that a server started on it brings to TIME
#   point-in-time.sh keep ARCHIVE PATH NAME       keeps a piece of the log: the server calls it itself
set -eu

fail() {
    echo "$0: $1" >&2
    exit 2
}

asked="settings ARCHIVE, base ARCHIVE, thin ARCHIVE NUMBER, or restore ARCHIVE FOLDER TIME"
[ $# -ge 2 ] || fail "say what to do: $asked"
verb=$1 archive=$2
case $archive in
/*[!A-Za-z0-9/._-]* | [!/]* | "") fail "$archive: name the archive by its whole path, of letters, digits and / . _ - alone" ;;
esac
[ -d "$archive" ] || fail "$archive is no folder: make it, on another disk than the database's, for this account alone"
umask 077
# Debian keeps what only an administrator is thought to need outside the path.
for programs in /usr/lib/postgresql/*/bin; do PATH=$PATH:$programs; done

settings() {
    # A piece of the log is kept when it is full, and however little is in it after a minute.
    echo "wal_level = replica"
    echo "archive_mode = on"
    echo "archive_timeout = 60"
    echo "archive_command = '$(readlink -f "$0") keep $archive %p %f'"
}

keep() {
    # Asked again after an interruption, the server wants to hear that it is there; another one of the name is refused.
    if [ -f "$archive/$2" ]; then
        cmp -s "$1" "$archive/$2" || fail "$archive/$2 is there already, with other content"
        return
    fi
    cp "$1" "$archive/.$2.part"
    sync "$archive/.$2.part"
    mv "$archive/.$2.part" "$archive/$2"
    sync "$archive"
}

base() {
    partial=$(mktemp -d "$archive/.base.XXXXXX")
    trap 'rm -rf "$partial"' EXIT
    pg_basebackup -D "$partial" -Ft -z -X none -c fast "$@"
    [ "$(find "$partial" -name '*.tar.gz' | wc -l)" = 1 ] || fail "there are tablespaces beside: they are not brought back by this"
    # By when it was done: it can be brought to any moment after that.
    made=$archive/base-$(date -u +%Y-%m-%dT%H%M%SZ)
    [ ! -e "$made" ] || fail "$made is there already"
    sync "$partial"/* "$partial"
    mv "$partial" "$made"
    sync "$archive"
    echo "$made"
}

begun_in() {
    tar -xzOf "$1/base.tar.gz" backup_label | sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]*\)).*/\1/p'
}

thin() {
    case $1 in "" | *[!0-9]* | 0*) fail "say how many of the newest bases stay, one or more" ;; esac
    find "$archive" -maxdepth 1 -type d -name 'base-*Z' | sort -r | tail -n "+$(($1 + 1))" | while read -r old; do
        rm -rf "$old"
        echo "removed $old"
    done
    oldest=$(find "$archive" -maxdepth 1 -type d -name 'base-*Z' | sort | head -n 1)
    [ -n "$oldest" ] || fail "$archive holds no base backup"
    pg_archivecleanup "$archive" "$(begun_in "$oldest")"
}

restore() {
    folder=$1 time=$2
    [ ! -e "$folder" ] || fail "$folder is there already: name a new one"
    # In October there is an hour twice, and an administrator's clock may be in another zone than the server's.
    case $time in
    *:*Z | *:*+[0-9][0-9]* | *:*-[0-9][0-9]*) ;;
    *) fail "$time: say the time with its zone, as 2026-12-01 02:34:30+01:00" ;;
    esac
    target=$(date -u -d "$time" '+%Y-%m-%d %H:%M:%S.%6N+00') || fail "$time is no time"
    until=$(date -u -d "$time" +base-%Y-%m-%dT%H%M%SZ)
    chosen=$(find "$archive" -maxdepth 1 -type d -name 'base-*Z' -printf '%f\n' | sort | awk -v until="$until" '$0 < until' | tail -n 1)
    [ -n "$chosen" ] || fail "$archive holds no base backup that was done a second and more before $target"
    mkdir -m 700 "$folder"
    tar -xzf "$archive/$chosen/base.tar.gz" -C "$folder"
    cp "$archive/$chosen/backup_manifest" "$folder"
    pg_verifybackup -q -n "$folder" || fail "$archive/$chosen is not as it was written: remove $folder, and try an older time"
    # A server that is only tried must not add a history of its own to the archive: later moments would follow that.
    cat >>"$folder/postgresql.auto.conf" <<END
archive_mode = off
restore_command = 'cp $archive/%f %p'
recovery_target_time = '$target'
recovery_target_action = 'promote'
END
    touch "$folder/recovery.signal"
    echo "$folder is $chosen: a server started on it plays the log to $target, and opens."
    echo "It keeps no log. When it is to stay: ALTER SYSTEM RESET archive_mode, restart it, and make a base backup."
}

shift 2
case $verb:$# in
settings:0 | base:* | thin:1 | restore:2 | keep:2) "$verb" "$@" ;;
*) fail "say what to do: $asked" ;;
esac
