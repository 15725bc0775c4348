# Shell functions that ./synod and ./check share; POSIX sh, sourced with $home set to the repository.

# Prints one sentence and stops.
die() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# Prints the directory of a JDK 25 or newer: JAVA_HOME, PATH, then the places where systems keep JDKs.
find_jdk() {
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || printf %s "$on_path")
    on_path=${on_path%/bin/java}
  fi
  for jdk in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$jdk/bin/javac" ] && [ -f "$jdk/release" ]; then
      major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
      if [ "${major:-0}" -ge 25 ]; then
        printf '%s\n' "$jdk"
        return 0
      fi
    fi
  done
  return 1
}

require_jdk() {
  jdk=$(find_jdk) || die 'Synod needs a JDK 25 or newer and none was found: install one (Debian: openjdk-25-jdk-headless or temurin-25-jdk), or set JAVA_HOME to one.'
}

require_maven() {
  command -v mvn >/dev/null 2>&1 ||
    die 'Synod is built with Maven 3.8 or newer and there is no mvn on the PATH: install it (Debian: maven).'
  # Maven itself runs on any JDK from 17 on; the build then finds the JDK 25 by itself.
  if [ -z "${JAVA_HOME:-}" ] && ! command -v java >/dev/null 2>&1; then
    JAVA_HOME=$jdk
    export JAVA_HOME
  fi
}

# maven LOG ARGUMENT...: runs Maven, all of its output in LOG, one line of progress per module on standard error.
maven() {
  maven_log=$1
  shift
  mkdir -p "$(dirname "$maven_log")"
  : >"$maven_log"
  rm -f "$maven_log.status"
  maven_started=$(date +%s)
  {
    mvn -B "$@" </dev/null 2>&1
    echo $? >"$maven_log.status"
  } | {
    module=
    fetched=0
    while IFS= read -r line; do
      printf '%s\n' "$line" >>"$maven_log"
      case $line in
        *'Downloaded from '*) fetched=$((fetched + 1)) ;;
        '[INFO] Building Synod '*'['*'/'*']') maven_progress && module=${line#'[INFO] Building Synod '} ;;
        '[INFO] Reactor Summary'* | '[INFO] BUILD '*) maven_progress && module= ;;
      esac
    done
  }
  return "$(cat "$maven_log.status")"
}

# Says that the module that was being built is done.
maven_progress() {
  if [ -n "$module" ]; then
    now=$(date +%s)
    note=
    [ "$fetched" -eq 0 ] || note=", $fetched files downloaded"
    case $module in
      [0-9]*) module=rules ;;
    esac
    printf '  %-8s %4s s%s\n' "${module%% *}" "$((now - maven_started))" "$note" >&2
    maven_started=$now
    fetched=0
  fi
}
