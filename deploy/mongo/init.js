// Makes the one-member replica set and the application's user. May run any number of times.
const fs = require('fs');
const secret = (name) => fs.readFileSync('/run/secrets/' + name, 'utf8').trim();

const admin = connect(
  'mongodb://root:' + secret('mongo-root-password') + '@mongo:27017/admin?directConnection=true');

try {
  admin.adminCommand({ replSetGetStatus: 1 });
} catch (failure) {
  if (failure.codeName !== 'NotYetInitialized') {
    throw failure;
  }
  admin.adminCommand({
    replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongo:27017' }] },
  });
}
for (let tries = 0; !admin.hello().isWritablePrimary; tries++) {
  if (tries === 120) {
    throw new Error('the replica set has no primary');
  }
  sleep(500);
}

// The audit trail grows and is read; no entry can be changed or removed by a node.
const holdfast = admin.getSiblingDB('holdfast');
const privileges = [
  {
    resource: { db: 'holdfast', collection: 'audit' },
    actions: ['find', 'insert', 'createCollection', 'createIndex', 'listIndexes'],
  },
];
if (holdfast.getRole('auditor') === null) {
  holdfast.createRole({ role: 'auditor', privileges, roles: [] });
} else {
  holdfast.updateRole('auditor', { privileges, roles: [] });
}
const user = { pwd: secret('mongo-app-password'), roles: ['auditor'] };
if (holdfast.getUser('holdfast') === null) {
  holdfast.createUser({ user: 'holdfast', ...user });
} else {
  holdfast.updateUser('holdfast', user);
}
print('The replica set rs0 has a primary, and the user holdfast may write the audit trail.');
