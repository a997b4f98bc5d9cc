#!/usr/bin/env bash
# post-comment.sh FILE NUMBER HEAD: puts a report's comment on a pull request, in place of the one that an earlier run put there.
#
# Nothing of the three arguments is believed: the file must be a comment of ArchRepair of a bounded size, the number a number, and
# the pull request must have that commit as its head, so that a run cannot write on a pull request that is not its own.
# Needs GH_TOKEN (pull-requests: write) and GH_REPO. Text goes to GitHub as data, never through a shell.
set -euo pipefail

fail() { echo "post-comment: $1" >&2; exit 1; }

[ $# -eq 3 ] || fail "usage: post-comment.sh FILE NUMBER HEAD"
file=$1 number=$2 head=$3
[[ $number =~ ^[1-9][0-9]{0,8}$ ]] || fail "the number of the pull request is no number"
[[ $head =~ ^[0-9a-f]{40}$ ]] || fail "the head is no commit"
[[ ${GH_REPO:-} =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail "GH_REPO is no repository"
[ -f "$file" ] && [ ! -L "$file" ] || fail "there is no file '$file'"
# GitHub takes 65,536 characters; a character has at most four bytes, ours are mostly one.
[ "$(wc -c < "$file")" -le 200000 ] || fail "the comment is too long"
[ "$(wc -m < "$file")" -le 65000 ] || fail "the comment is too long"
marker=$(head -n 1 "$file")
[[ $marker =~ ^\<!--\ archrepair:[a-z0-9-]{1,200}\ --\>$ ]] || fail "the first line is not ArchRepair's marker"

actual=$(gh api "repos/$GH_REPO/pulls/$number" --jq .head.sha)
[ "$actual" = "$head" ] || fail "pull request $number has another head by now; its own run will comment"

# Only a comment of a bot that begins with the marker is ours to change; others may quote it.
existing=$(gh api --paginate "repos/$GH_REPO/issues/$number/comments" \
  --jq '.[] | select(.user.type == "Bot") | [.id, (.body | split("\n")[0] | rtrimstr("\r"))] | @tsv' \
  | awk -F '\t' -v marker="$marker" '$2 == marker { print $1; exit }')

if [[ $existing =~ ^[0-9]+$ ]]; then
  gh api --method PATCH "repos/$GH_REPO/issues/comments/$existing" --field "body=@$file" --silent
  echo "Updated the comment $existing on pull request $number."
else
  gh api --method POST "repos/$GH_REPO/issues/$number/comments" --field "body=@$file" --silent
  echo "Commented on pull request $number."
fi
