# What SideBySideTest has etcdctl do to an empty cluster, for ETCDCTL_ENDPOINTS: each command, what it says, how it ends.
x() { echo "\$ $*"; "$@" 2>&1; echo "=> $?"; }
e=etcdctl

x $e get --prefix '' --keys-only
x $e put a 1
x $e put a 2 --prev-kv
x $e put b 3
x $e put --ignore-value a
x $e put a 5 --ignore-lease
x $e put nokey --ignore-value
x $e put nokey --ignore-lease 1
x $e put a 1 --ignore-value
x $e put '' 1
echo 'from stdin' | x $e put stdin
for w in simple json fields; do
  x $e get a -w $w
  x $e get --prefix '' -w $w
  x $e get absent -w $w
  x $e get --prefix '' --limit=1 -w $w
  x $e del b --prev-kv -w $w
  x $e put b 9 -w $w
  x $e put b 9 --prev-kv -w $w
  x $e del absent -w $w
done
x $e get a -w table
x $e get a -w bogus

x $e get a --rev=2
x $e get a --rev=0
x $e get a --rev=-1
x $e get a --rev=200000
for by in CREATE KEY MODIFY VALUE VERSION; do
  for order in ASCEND DESCEND; do
    x $e get --prefix '' --sort-by=$by --order=$order
  done
done
x $e get --prefix '' --order=DESCEND --limit=2 --keys-only
x $e get --prefix '' --sort-by=BOGUS
x $e get --prefix '' --order=BOGUS
x $e get --prefix '' --consistency=s --rev=3
x $e get --prefix '' --consistency=q
x $e get a b
x $e get a z
x $e get z a
x $e get b --from-key
x $e get a --from-key --prefix
x $e get '' --from-key --keys-only
x $e get --prefix '' --print-value-only
x $e get --prefix '' --keys-only -w fields
x $e get a --hex
x $e get a --hex --print-value-only
x $e del absent
x $e del z a
x $e del stdin --from-key --prev-kv
x $e del --prefix nothing

printf 'mod("t") > "0"\n\nput t 1\n\nput t 2\nget t\n\n' | x $e txn -i
printf 'mod("t") > "0"\n\nput t 1\n\nput t 2\nget t\n\n' | x $e txn -w json
printf 'value("t") = "1"\nver("t") = "2"\nc("t") < "1000"\n\nput t "a b"\ndel absent\n\nput t 2\n\n' | x $e txn
printf '\nget t\nget --prefix ""\ndel b --prev-kv\nput u 1 --prev-kv\n\n\n' | x $e txn -w fields
printf '\nput t 1\nput t 2\n\n\n' | x $e txn
printf '\nput t 1\ndel t\n\n\n' | x $e txn
printf '\n\n\n\n' | x $e txn
printf 'bogus\n\n\n\n' | x $e txn

x $e lease grant 100 -w json
x $e lease grant 0
x $e lease grant -- -1
x $e lease grant 9000000001
x $e lease grant abc
x $e lease revoke 1234
x $e lease timetolive 1234
x $e lease timetolive 1234 -w json
x $e lease timetolive 1234 --keys -w fields
x $e lease keep-alive --once 1234
x $e lease keep-alive 1234
x $e put a 1 --lease=1234
x $e put a 1 --lease=zz
lease=$(printf %x "$($e lease grant 200 -w fields | sed -n 's/"ID" : //p')")
x $e put leased 1 --lease=$lease
x $e put leased 2 --ignore-lease
x $e get leased -w fields
x $e lease keep-alive --once $lease
x $e lease keep-alive --once $lease -w json
x $e lease revoke $lease
x $e get leased
x $e lease timetolive $lease

x $e watch b a
x $e watch

x $e lock line -- sh -c 'echo held; exit 0'
x $e lock line -- false
x $e get --prefix line
x $e elect seat
x $e elect --listen

x $e compact 3
x $e compact 3
x $e compact 0
x $e compact 100000
x $e compact -- -5
x $e compact abc
x $e compact 5 --physical
x $e get a --rev=2
x $e get a --rev=5
x $e watch a --rev=2
x $e endpoint hashkv --rev 100000
x $e endpoint hashkv --rev 2
x $e endpoint hashkv --rev 6 -w json
x $e endpoint health
x $e endpoint health -w json
x $e endpoint status -w json
x $e member list
x $e defrag
x $e alarm list
x $e alarm disarm
x $e move-leader
x $e move-leader 1234
x $e member remove 1234
x $e member promote 1234
x $e member update 1234 --peer-urls=http://127.0.0.1:1
x $e role list
x $e role get nobody
x $e user list
x $e user get nobody
x $e user delete nobody
x $e auth enable
x $e auth disable
